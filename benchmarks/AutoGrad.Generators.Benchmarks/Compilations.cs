using System.Numerics.Tensors;
using System.Text;
using AutoGrad.Generators.Benchmarks.Project;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Benchmarks;

/// <summary>The sample project as an editor holds it: a compilation that every edit replaces a file of.</summary>
internal sealed class Compilations
{
    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.CSharp14);

    public Compilations()
        => Current = CSharpCompilation.Create(
            "Sample",
            new SampleProject().Files.Select(f => Parse(f.Path, f.Text)),
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location), MetadataReference.CreateFromFile(typeof(ModelAttribute).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));

    public CSharpCompilation Current { get; private set; }

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: s_parsing);

    /// <summary>Exchanges the text of a file.</summary>
    public void Edit(string path, Func<string, string> edit)
    {
        SyntaxTree tree = Current.SyntaxTrees.Single(t => t.FilePath == path);
        Current = Current.ReplaceSyntaxTree(tree, Parse(path, edit(tree.ToString())));
    }

    private static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, s_parsing, path, Encoding.UTF8);
}
