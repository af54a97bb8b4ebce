using AutoGrad.Generators.Frontend.Functions;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Functions;

/// <summary>Calls of generated derivatives: members that the generator cannot see, and the analyzer sees.</summary>
public class GradientCallTests
{
    private const string Program = """
        public static partial class Functions
        {
            [Differentiable] public static double Cube(double x, [NonDifferentiable] double k) => k * x * x * x;
            [Differentiable] public static double Slope(double x) { var (value, dx) = CubeGradient(x, 2.0); return value + dx; }
            [Differentiable] public static double Curve(double x) => SlopeJvp(Helper(x), x).Tangent;
            private static double Helper(double x) => Inner.Others.SquareVjp(Nn.Ones<double>(3), Nn.Full<double>(x, 3)).X[0];
        }

        namespace Inner
        {
            public enum Mode { Plain, Twice }

            public static partial class Others
            {
                [Differentiable] public static Tensor<double> Square([Shape("n")] Tensor<double> x) => x * x;
                [Differentiable] public static double Chosen(double x, Mode mode) => mode == Mode.Twice ? 2 * x * x : x;
                [Differentiable] public static double SlopeOfChosen(double x, Mode mode) => ChosenGradient(x, mode).X;
            }
        }

        [Model]
        public sealed partial class Penalized
        {
            [Parameter(1)] public partial Tensor<float> W { get; }
            [Differentiable] public static float Cost([Shape("n")] Tensor<float> x, float k) => Sum(x * x * x) * k;
            [Loss] public float Loss([Shape(1)] Tensor<float> x) => Sum(CostGradient(W * x, 2f).X);
        }
        """;

    [Theory]
    [InlineData("Slope")]
    [InlineData("Curve")]
    [InlineData("SlopeOfChosen")]
    public void Generator_and_analyzer_lower_the_same_graph(string name)
    {
        CSharpCompilation compilation = Source.Compile(Program);
        Compilation generated = new Run().Generate(compilation);
        Assert.Equal([], Source.Errors(generated));
        FunctionReading before = Read(compilation, name), after = Read(generated, name);
        Assert.Equal([], before.Problems.Concat(after.Problems).Select(p => p.ToDiagnostic().ToString()));
        Assert.Equal(after.Source!.Declaration.Graph!.ToString(), before.Source!.Declaration.Graph!.ToString());
        Assert.Equal(after.Source, before.Source);
    }

    [Fact]
    public void A_model_s_loss_may_call_the_gradient_of_a_function()
    {
        CSharpCompilation compilation = Source.Compile(Program);
        Compilation generated = new Run().Generate(compilation);
        Assert.Equal(Reading.Of((CSharpCompilation)generated, "Penalized").Source!.Declaration.Methods, Reading.Of(compilation, "Penalized").Source!.Declaration.Methods);
        Assert.DoesNotContain(generated.SyntaxTrees, t => t.ToString().Contains("could not be compiled", StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_of_the_function_changes_what_calls_its_gradient()
    {
        FunctionReading before = Read(Source.Compile(Program), "Curve"), after = Read(Source.Compile(Program.Replace("x * x;\n        [Differentiable] public static double Chosen", "x + x;\n        [Differentiable] public static double Chosen", StringComparison.Ordinal)), "Curve");
        Assert.Equal(before.Source, Read(Source.Compile("// A comment.\n" + Program), "Curve").Source);
        Assert.NotEqual(before.Source, after.Source);
    }

    [Fact]
    public void The_node_owns_the_graph_of_the_function() => Snapshot.Verify(Read(Source.Compile(Program), "Slope").Source!.Declaration.Graph!.ToString());

    [Theory]
    [InlineData("public static double F(double x) => {|AG2002:FGradient(x)|}.X;")]
    [InlineData("public static double F(double x) => G(x); static double G(double x) => {|AG2002:FJvp(x, 1)|}.Tangent;")]
    [InlineData("public static double F(double x) => {|AG2002:GGradient(x)|}.X; [Differentiable] public static double G(double x) => {|AG2002:FGradient(x)|}.X;")]
    public async Task Cycles_are_refused_by_name(string functions)
    {
        string[] messages = await Marked.Verify($"public static partial class Functions {{ [Differentiable] {functions} }}");
        Assert.All(messages, m => Assert.Contains("calls itself", m, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cotangent_of_another_shape_is_refused() => await Marked.Verify("""
        public static partial class Functions
        {
            [Differentiable] public static Tensor<double> F([Shape("n", 2)] Tensor<double> x) => x * x;
            [Differentiable] public static double G([Shape("n", 2)] Tensor<double> x, [Shape(3)] Tensor<double> y) => Sum({|AG3001:FVjp(x, y)|}.X);
            [Differentiable] public static double H([Shape(3)] Tensor<double> y) => Sum(FVjp({|AG3008:y|}, y).X);
        }
        """);

    private static FunctionReading Read(Compilation compilation, string function)
        => FunctionReader.Read(compilation.GetSymbolsWithName(function, SymbolFilter.Member).OfType<IMethodSymbol>().Single(), compilation, CancellationToken.None);
}
