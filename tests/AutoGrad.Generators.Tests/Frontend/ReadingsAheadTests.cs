using System.Collections.Immutable;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Generators.Tests.Frontend;

/// <summary>Many declarations, models within models among them, are read by several threads.</summary>
public class ReadingsAheadTests
{
    private const int Count = 12;

    private static string Program => string.Concat(Enumerable.Range(0, Count).Select(i => $$"""
        [{{(i % 3 == 0 ? "AutoGrad.ModelAttribute" : "Model")}}]
        public sealed partial class M{{i}}
        {
            [Parameter(4)] public partial Tensor<float> W { get; }
            {{(i > 0 ? $"[Layer] public partial M{i - 1} Before {{ get; }}" : "")}}

            [Forward] public Tensor<float> F([Shape("n", 4)] Tensor<float> x) => Tanh(x * W){{(i > 0 ? " + Before.F(x)" : "")}};
        }

        public static partial class Functions
        {
            [{{(i % 2 == 0 ? "Differentiable" : "global::AutoGrad.Differentiable")}}] public static double F{{i}}(double x) => {{(i > 0 ? $"x * F{i - 1}(x)" : "Math.Sin(x)")}};
        }

        """));

    [Fact]
    public void What_is_generated_does_not_depend_on_who_reads_first()
    {
        ImmutableArray<GeneratedSourceResult> first = Generate(Source.Compile(Program));
        for (int round = 0; round < 5; round++)
            Assert.Equal(Texts(first), Texts(Generate(Source.Compile(Program))));

        // One at a time there is nobody to wait for.
        CSharpCompilation alone = Source.Compile(Program);
        foreach (int i in Enumerable.Range(0, Count).Reverse())
            Assert.DoesNotContain(Reading.Of(alone, $"M{i}").Problems, p => p.IsError);
        Assert.Equal(Texts(first), Texts(Generate(alone)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void A_run_that_is_given_up_leaves_nothing_that_the_next_one_waits_for(int milliseconds)
    {
        CSharpCompilation compilation = Source.Compile(Program);
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: Source.ParseOptions);
        using var source = new CancellationTokenSource(milliseconds);
        try
        {
            driver.RunGenerators(compilation, source.Token);
        }
        catch (OperationCanceledException)
        {
        }

        Assert.Equal(Texts(Generate(Source.Compile(Program))), Texts(Generate(compilation)));
    }

    [Fact]
    public void Models_that_contain_each_other_are_refused_and_not_waited_for()
    {
        CSharpCompilation compilation = Source.Compile("""
            [Model] public sealed partial class A { [Layer] public partial B Part { get; } [Forward] public Tensor<float> F([Shape("n", 4)] Tensor<float> x) => Part.F(x); }
            [Model] public sealed partial class B { [Layer] public partial A Part { get; } [Forward] public Tensor<float> F([Shape("n", 4)] Tensor<float> x) => Part.F(x); }
            """);

        Generate(compilation);

        Assert.Contains(Reading.Of(compilation, "A").Problems, p => p.IsError);
    }

    [Theory]
    [InlineData("Tanh(x)", true)]
    [InlineData("x.ToString()", false)]
    public void What_is_refused_ahead_is_read_again_by_who_asks(string body, bool isKept)
    {
        CSharpCompilation compilation = Source.Compile($$"""
            [Model] public sealed partial class M { [Forward] public Tensor<float> F([Shape("n", 4)] Tensor<float> x) => {{body}}; }
            """);
        ModelReading? ahead = null;

        ReadingCache.Ahead(() => ahead = Reading.Of(compilation));

        Assert.Equal(isKept, ahead!.IsSound);
        Assert.Equal(isKept, ReferenceEquals(ahead, Reading.Of(compilation)));
        Assert.Same(Reading.Of(compilation), Reading.Of(compilation));
    }

    [Fact]
    public void Only_what_bears_an_attribute_of_that_name_is_begun()
    {
        CSharpCompilation compilation = Source.Compile("""
            using M = AutoGrad.ModelAttribute;
            [Model] public partial class A;
            [M] public partial class B;
            [Serializable] public class C { [Differentiable] public static double F(double x) => x; public static double G(double x) => x; }
            """);
        SyntaxTree tree = compilation.SyntaxTrees.Single(t => t.FilePath == "Program.cs");

        var ahead = new ReadingsAhead(compilation.SyntaxTrees, CancellationToken.None);

        string[] begun = [.. tree.GetRoot().DescendantNodes().Where(n => ahead.Of(n) is not null).Select(n => n is TypeDeclarationSyntax t ? t.Identifier.Text : ((MethodDeclarationSyntax)n).Identifier.Text)];
        Assert.Equal(["A", "F"], begun);
    }

    [Fact]
    public void A_reading_is_claimed_once_and_waited_for_until_its_end_or_until_the_wait_is_given_up()
    {
        var ahead = new ReadingAhead();
        Assert.False(ahead.IsClaimed);
        Assert.True(ahead.TryClaim());
        Assert.False(ahead.TryClaim());
        Assert.True(ahead.IsClaimed);
        Assert.Throws<OperationCanceledException>(() => ahead.Wait(new CancellationToken(canceled: true)));
        ahead.End();
        ahead.Wait(CancellationToken.None);
    }

    private static ImmutableArray<GeneratedSourceResult> Generate(Compilation compilation)
    {
        var run = new Run();
        Compilation updated = run.Generate(compilation);
        Assert.DoesNotContain(updated.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error && d.Id is not ("CS9248" or "CS1061"));
        return run.Result.GeneratedSources;
    }

    private static IEnumerable<(string Name, string Text)> Texts(ImmutableArray<GeneratedSourceResult> sources) => sources.Select(s => (s.HintName, s.SourceText.ToString()));
}
