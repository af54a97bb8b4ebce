using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using AutoGrad.Generators;
using AutoGrad.Generators.Diagnostics;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AutoGrad.Docs.Tests;

/// <summary>A program as a reader would paste it into a console project with implicit usings.</summary>
internal sealed class DocumentedProgram
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Monitor = AutoGrad.Monitor;
        """;

    private const string UsualUsings = """
        using System.Numerics.Tensors;
        using AutoGrad;
        using AutoGrad.Health;
        using AutoGrad.Layers;
        using static AutoGrad.Nn;

        """;

    private static readonly CSharpParseOptions s_parsing = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] s_references =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(System.Numerics.Tensors.Tensor).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ParameterSet).Assembly.Location),
    ];

    private readonly Compilation _output;

    /// <param name="code">The program; without any using directive it has the usual ones.</param>
    public DocumentedProgram(string code)
    {
        if (!code.Split('\n').Any(IsUsing))
            code = UsualUsings + code;
        SyntaxTree program = CSharpSyntaxTree.ParseText(InOrder(code), s_parsing, "Program.cs", Encoding.UTF8);
        bool hasStatements = program.GetCompilationUnitRoot().Members.OfType<GlobalStatementSyntax>().Any();
        var options = new CSharpCompilationOptions(
            hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create(
            "Documented" + Guid.NewGuid().ToString("N"),
            [CSharpSyntaxTree.ParseText(ImplicitUsings, s_parsing, "Usings.cs", Encoding.UTF8), program],
            s_references,
            options);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: s_parsing);
        driver.RunGeneratorsAndUpdateCompilation(compilation, out _output, out _);
        Generated = string.Join('\n', _output.SyntaxTrees.Skip(2));
        Problems =
        [
            .. _output.GetDiagnostics()
                .Concat(_output.WithAnalyzers([new ModelAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult())
                .Where(d => d.Severity >= DiagnosticSeverity.Warning),
        ];
    }

    /// <summary>What is generated for it.</summary>
    public string Generated { get; }

    /// <summary>Warnings and errors of the compiler and of our analyzer.</summary>
    public IReadOnlyList<Diagnostic> Problems { get; }

    /// <summary>What it prints.</summary>
    public string Run()
    {
        using var image = new MemoryStream();
        Assert.True(_output.Emit(image).Success);
        image.Position = 0;
        MethodInfo main = AssemblyLoadContext.Default.LoadFromStream(image).EntryPoint ?? throw new InvalidDataException("The program has no statements to run.");
        TextWriter before = Console.Out;
        CultureInfo culture = CultureInfo.CurrentCulture;
        using var printed = new StringWriter(CultureInfo.InvariantCulture);
        try
        {
            Console.SetOut(printed);
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(before);
            CultureInfo.CurrentCulture = culture;
        }

        return printed.ToString();
    }

    // Parts of a page come in a reader's order; a file has its usings first, then statements, then types.
    private static string InOrder(string code)
    {
        // A using after a statement is not parsed as one: their lines are taken out before.
        ILookup<bool, string> lines = code.Split('\n').ToLookup(IsUsing);
        CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(string.Join('\n', lines[false]), s_parsing).GetCompilationUnitRoot();
        var statements = unit.Members.OfType<GlobalStatementSyntax>().Select(m => m.ToFullString());
        var types = unit.Members.Where(m => m is not GlobalStatementSyntax).Select(m => m.ToFullString());
        return string.Join('\n', lines[true].Distinct().Concat(statements).Concat(types));
    }

    private static bool IsUsing(string line) => line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';') && !line.Contains('=') && !line.Contains('(');
}
