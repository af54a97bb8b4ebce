using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>Applies a code fix as an editor does, to the first diagnostic that it can fix.</summary>
internal static class Fixed
{
    /// <summary>The program after the offered change of that number, and the titles of all that are offered.</summary>
    public static async Task<(string Text, string[] Titles)> Apply(CodeFixProvider fix, string program, int choice = 0)
    {
        CSharpCompilation compilation = Source.Compile(program);
        IEnumerable<Diagnostic> found = [.. await Marked.Analyze(compilation), .. compilation.GetDiagnostics()];
        Diagnostic diagnostic = found.First(d => fix.FixableDiagnosticIds.Contains(d.Id));

        using var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Program", "Program", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: Source.ParseOptions, metadataReferences: compilation.References));
        Document document = project.Documents.FirstOrDefault()!;
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            document = project.AddDocument(Path.GetFileName(tree.FilePath), await tree.GetTextAsync());
            project = document.Project;
        }

        // The locations of the diagnostic, in the tree that the editor has.
        SyntaxTree own = (await document.GetSyntaxTreeAsync())!;
        Diagnostic moved = Diagnostic.Create(diagnostic.Descriptor, Location.Create(own, diagnostic.Location.SourceSpan), diagnostic.AdditionalLocations.Select(l => Location.Create(own, l.SourceSpan)), diagnostic.Properties);
        List<CodeAction> actions = [];
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, moved, (action, _) => actions.Add(action), CancellationToken.None));
        string[] titles = [.. actions.Select(a => a.Title)];
        if (choice >= actions.Count)
            return (program, titles);
        ImmutableArray<CodeActionOperation> operations = await actions[choice].GetOperationsAsync(CancellationToken.None);
        Solution solution = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return ((await solution.GetDocument(document.Id)!.GetTextAsync()).ToString(), titles);
    }
}
