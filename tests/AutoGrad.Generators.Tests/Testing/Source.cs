using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>Compilations of users' programs.</summary>
internal static class Source
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Numerics;
        global using System.Numerics.Tensors;
        global using AutoGrad;
        global using static AutoGrad.Nn;
        """;

    private static readonly MetadataReference[] s_references =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ModelAttribute).Assembly.Location),
    ];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14);

    /// <summary>A library of these files, with the usual global usings.</summary>
    public static CSharpCompilation Compile(params (string Path, string Text)[] files) => CSharpCompilation.Create(
        "Program",
        [.. files.Append((Path: "Usings.cs", Text: Usings)).Select(f => Parse(f.Path, f.Text))],
        s_references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpCompilation Compile(string text) => Compile(("Program.cs", text));

    /// <summary>The compiler's errors, but for members that the generator adds.</summary>
    public static IEnumerable<string> Errors(Compilation compilation)
        => compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != "CS9248").Select(d => d.ToString());

    public static SyntaxTree Parse(string path, string text) => CSharpSyntaxTree.ParseText(text, ParseOptions, path, System.Text.Encoding.UTF8);

    /// <summary>A file under Programs, as committed.</summary>
    public static string Program(string name) => File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "..", "Programs", name + ".cs")).ReplaceLineEndings("\n");

    private static string Here([CallerFilePath] string path = "") => path;
}
