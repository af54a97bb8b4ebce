using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>Compilations of users' programs.</summary>
internal static class Source
{
    /// <summary>What all programs may name without its namespace.</summary>
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Numerics;
        global using System.Numerics.Tensors;
        global using AutoGrad;
        global using static AutoGrad.Nn;
        """;

    // Compilations that are made from one another share what they have read of the references.
    private static readonly CSharpCompilation s_empty = CSharpCompilation.Create(
        "Program",
        [Parse("Usings.cs", Usings)],
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location), MetadataReference.CreateFromFile(typeof(ModelAttribute).Assembly.Location)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static readonly string[] s_folders = ["samples", "tests"];

    public static CSharpParseOptions ParseOptions => new(LanguageVersion.CSharp14);

    /// <summary>A library of these files, with the usual global usings.</summary>
    public static CSharpCompilation Compile(params (string Path, string Text)[] files) => s_empty.AddSyntaxTrees(files.Select(f => Parse(f.Path, f.Text)));

    public static CSharpCompilation Compile(string text) => Compile(("Program.cs", text));

    /// <summary>The compiler's errors, but for members that the generator adds.</summary>
    public static IEnumerable<string> Errors(Compilation compilation)
        => compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS9248").Select(d => d.ToString());

    public static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);

    /// <summary>A file under Programs, as committed.</summary>
    public static string Program(string name) => File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "Programs", name + ".cs")).ReplaceLineEndings("\n");

    /// <summary>The table of diagnostics that are not released yet.</summary>
    public static string Unshipped() => OfRepository("generators/AutoGrad.Generators/AnalyzerReleases.Unshipped.md");

    /// <summary>All source files of samples and tests, the snapshots and the programs that tests compile included.</summary>
    public static string[] Files()
    {
        return [.. s_folders
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>The page of a rule.</summary>
    public static string Page(string name) => OfRepository($"docs/diagnostics/{name}.md");

    /// <summary>The descriptors of all rules, as written.</summary>
    public static string Rules()
        => string.Concat(Directory.EnumerateFiles(Path.Combine(Root, "generators/AutoGrad.Generators/Diagnostics"), "Rules*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText));

    /// <summary>What all projects have in common.</summary>
    public static string BuildProperties() => OfRepository("Directory.Build.props");

    private static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../.."));

    private static string OfRepository(string file) => File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");

    private static string Here([CallerFilePath] string path = "") => path;
}
