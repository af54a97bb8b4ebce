using System.IO.Compression;
using System.Numerics.Tensors;
using AutoGrad.Package.Tests.Testing;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AutoGrad.Package.Tests;

/// <summary>The package in the compiler of the oldest SDK that it names: 10.0.100 has version 5.0, whatever SDK runs these tests.</summary>
public sealed class OldestCompilerTests : IDisposable
{
    private const string Usings = """
        global using System;
        global using Monitor = AutoGrad.Monitor;
        """;

    private readonly EmptyFolder _folder = new();
    private readonly PackedAnalyzers _analyzers;

    public OldestCompilerTests()
    {
        Assert.Equal(new Version(5, 0, 0, 0), typeof(CSharpCompilation).Assembly.GetName().Version);
        ZipFile.ExtractToDirectory(Path.Combine(Setting.Packages, $"AutoGrad.{Setting.Version}.nupkg"), _folder.In("package"));
        _analyzers = new(_folder.In("package/analyzers/dotnet/cs"));
    }

    [Fact]
    public async Task The_program_on_the_packages_page_compiles_without_a_warning_and_prints_what_the_page_says()
    {
        CSharpCompilation written = Compile(PackagePage.Program);

        CSharpGeneratorDriver.Create(_analyzers.Generators, parseOptions: ParseOptions).RunGeneratorsAndUpdateCompilation(written, out Compilation all, out var failures);

        Assert.Empty(failures);
        Assert.True(all.SyntaxTrees.Count() > written.SyntaxTrees.Length, "Nothing is generated.");
        Assert.DoesNotContain(all.GetDiagnostics(), d => d.Severity >= DiagnosticSeverity.Warning);
        Assert.Empty(await Reported(all));
        Directory.CreateDirectory(_folder.In("App"));
        using (FileStream file = File.Create(_folder.In("App/App.dll")))
            Assert.True(all.Emit(file).Success);
        File.Copy(Library, _folder.In("App/AutoGrad.dll"));
        File.Copy(typeof(Tensor).Assembly.Location, _folder.In("App/System.Numerics.Tensors.dll"));
        _folder.Write("App/App.runtimeconfig.json", """
            { "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" }, "configProperties": { "System.Globalization.Invariant": true } } }
            """);
        Assert.Equal(PackagePage.Output, _folder.Dotnet("App", "App.dll").Trim());
    }

    [Fact]
    public async Task A_wrong_shape_is_an_error_at_its_line()
    {
        const string Right = "[Parameter(8, 1), L2(1e-5f)]";
        Assert.Contains(Right, PackagePage.Program, StringComparison.Ordinal);
        string program = PackagePage.Program.Replace(Right, "[Parameter(9, 1), L2(1e-5f)]", StringComparison.Ordinal);

        Diagnostic error = Assert.Single(await Reported(Compile(program)));

        Assert.Equal("AG3003", error.Id);
        Assert.Contains("MatMul(Tanh(", program.Split('\n')[error.Location.GetLineSpan().StartLinePosition.Line], StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static CSharpParseOptions ParseOptions => new(LanguageVersion.CSharp14);

    private string Library => _folder.In("package/lib/net10.0/AutoGrad.dll");

    private CSharpCompilation Compile(string program) => CSharpCompilation.Create(
        "App",
        [CSharpSyntaxTree.ParseText(Usings, ParseOptions, "Usings.cs"), CSharpSyntaxTree.ParseText(program, ParseOptions, "Program.cs")],
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location), MetadataReference.CreateFromFile(Library)],
        new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    // What the package's own analyzer says; one that throws is reported too, as AD0001.
    private async Task<IEnumerable<Diagnostic>> Reported(Compilation compilation)
        => await compilation.WithAnalyzers(_analyzers.Analyzers, new AnalyzerOptions([])).GetAnalyzerDiagnosticsAsync();
}
