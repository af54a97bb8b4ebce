using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using AutoGrad.Generators;
using AutoGrad.Generators.Diagnostics;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using Xunit.Sdk;

namespace AutoGrad.EndToEnd.Tests.Testing;

/// <summary>
/// A user's project that is compiled in memory with our generator and analyzer: nullable references on, documentation checked, and every
/// warning an error, in the user's files and in the generated ones.
/// </summary>
internal sealed class UserProject
{
    public const string Usings = """
        global using System;
        global using System.Numerics.Tensors;
        global using AutoGrad;
        global using static AutoGrad.Nn;
        global using ModelsAreChecked = AutoGrad.GradientCheck;

        """;

    private const string Refusal = "could not be compiled";

    private static readonly MetadataReference[] s_references =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ParameterSet).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Subject).Assembly.Location),
    ];

    private readonly CSharpParseOptions _parsing;
    private readonly CSharpCompilationOptions _options;

    /// <param name="checksOverflow">As <c>CheckForOverflowUnderflow</c> in a project.</param>
    /// <param name="checksDocumentation">As <c>GenerateDocumentationFile</c>: a public member without documentation is an error.</param>
    /// <param name="isProgram">Whether it has statements of its own that run.</param>
    public UserProject(bool checksOverflow = false, bool checksDocumentation = false, bool isProgram = false)
    {
        _parsing = new CSharpParseOptions(LanguageVersion.CSharp14, checksDocumentation ? DocumentationMode.Diagnose : DocumentationMode.Parse);
        _options = new CSharpCompilationOptions(
            isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            checkOverflow: checksOverflow,
            nullableContextOptions: NullableContextOptions.Enable,
            generalDiagnosticOption: ReportDiagnostic.Error,
            warningLevel: 9999);
    }

    /// <summary>What the project references beside the base library and AutoGrad.</summary>
    public IReadOnlyList<MetadataReference> References { get; init; } = [];

    /// <summary>Compiles and loads a library, for projects that reference it.</summary>
    public MetadataReference LoadLibrary(params string[] files)
    {
        (CSharpCompilation compilation, Diagnostic[] problems) = Compile(files.Select((text, i) => ($"Library{i}", text)));
        using var image = new MemoryStream();
        Diagnostic[] found = [.. problems, .. compilation.Emit(image).Diagnostics.Where(IsProblem)];
        if (found.Length > 0)
            throw new XunitException($"The library has {found.Length} errors or warnings.\n{Describe(found)}");
        image.Position = 0;
        AssemblyLoadContext.Default.LoadFromStream(image);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    /// <summary>Compiles and loads a program; any error or warning fails the test, with the lines around it.</summary>
    public Assembly Load(params string[] files)
    {
        (Assembly? assembly, Diagnostic[] problems) = Build([.. files.Select((text, i) => ($"File{i}", text))]);
        return assembly ?? throw new XunitException($"The program has {problems.Length} errors or warnings.\n{Describe(problems)}");
    }

    /// <summary>
    /// Compiles and loads many programs, each a file of the name of its class, together. Those that have errors or warnings are left out,
    /// and what is wrong with each is returned.
    /// </summary>
    public (Assembly Assembly, IReadOnlyDictionary<string, string> Failures) LoadAll(IEnumerable<(string Name, string Text)> programs)
    {
        List<(string Name, string Text)> rest = [.. programs];
        var failures = new Dictionary<string, string>();
        while (true)
        {
            (Assembly? assembly, Diagnostic[] problems) = Build(rest);
            if (assembly is not null)
                return (assembly, failures);
            foreach (var group in problems.GroupBy(p => NameOf(p, rest)))
                failures.Add(group.Key ?? throw new XunitException(Describe([.. group])), Describe([.. group]));
            rest.RemoveAll(p => failures.ContainsKey(p.Name));
        }
    }

    /// <summary>The compilation with the generated files, and what generator and analyzer say against it; not what the compiler does.</summary>
    public (CSharpCompilation Compilation, Diagnostic[] Problems) Compile(IEnumerable<(string Name, string Text)> files, bool alwaysAnalyzes = false)
    {
        SyntaxTree[] trees = [.. files.Prepend(("Usings", Usings)).Select(f => CSharpSyntaxTree.ParseText(f.Item2, _parsing, f.Item1 + ".cs", Encoding.UTF8))];
        var compilation = CSharpCompilation.Create("Program" + Guid.NewGuid().ToString("N"), trees, [.. s_references, .. References], _options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: _parsing);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out var fromGenerator);

        // The analyzer takes longer than all else together, and has nothing to say where nothing was refused.
        bool isRefused = output.SyntaxTrees.Skip(trees.Length).Any(t => t.ToString().Contains(Refusal, StringComparison.Ordinal));
        var fromAnalyzer = isRefused || alwaysAnalyzes ? output.WithAnalyzers([new ModelAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult() : [];
        Diagnostic[] problems = [.. fromGenerator.Concat(fromAnalyzer).Where(IsProblem)];
        return ((CSharpCompilation)output, problems);
    }

    /// <summary>The text of the generated files.</summary>
    public string Generated(string text) => string.Join("\n", Compile([("File", text)]).Compilation.SyntaxTrees.Skip(2).Select(t => $"// {t.FilePath}\n{t}"));

    private (Assembly? Assembly, Diagnostic[] Problems) Build(IReadOnlyList<(string Name, string Text)> files)
    {
        (CSharpCompilation compilation, Diagnostic[] problems) = Compile(files);
        if (problems.Length > 0)
            return (null, problems);
        using var image = new MemoryStream();
        using var documentation = new MemoryStream();
        EmitResult result = compilation.Emit(image, xmlDocumentationStream: documentation);
        Diagnostic[] found = [.. result.Diagnostics.Where(IsProblem)];
        if (!result.Success || found.Length > 0)
            return (null, found);
        image.Position = 0;
        return (AssemblyLoadContext.Default.LoadFromStream(image), []);
    }

    // Generated files are called after their class.
    private static string? NameOf(Diagnostic problem, List<(string Name, string Text)> programs)
    {
        string file = Path.GetFileName(problem.Location.SourceTree?.FilePath ?? "").Split('.')[0];
        return programs.Any(p => p.Name == file) ? file : null;
    }

    private static bool IsProblem(Diagnostic diagnostic) => diagnostic.Severity >= DiagnosticSeverity.Warning;

    private static string Describe(Diagnostic[] problems)
    {
        var text = new StringBuilder();
        foreach (Diagnostic problem in problems.Take(3))
        {
            text.Append(problem).Append('\n');
            if (problem.Location.SourceTree?.GetText() is not { } source)
                continue;
            int line = problem.Location.GetLineSpan().StartLinePosition.Line;
            for (int i = Math.Max(0, line - 3); i <= Math.Min(source.Lines.Count - 1, line + 2); i++)
                text.Append(i == line ? "  > " : "    ").Append(source.Lines[i]).Append('\n');
        }

        return text.ToString();
    }
}
