using System.Reflection;
using AutoGrad.CodeFixes;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace AutoGrad.Generators.Tests.CodeFixes;

/// <summary>Each fix writes the expected text, after which its diagnostic is gone and nothing else has come.</summary>
public class CodeFixTests
{
    private const string W = "[Parameter(4)] public partial Tensor<float> W { get; } ";

    private const string Loss = W + "[Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(x * W); ";

    [Theory]
    [InlineData("[Model] public class M { }", "[Model] public partial class M { }")]
    [InlineData("[Model]\nclass M\n{\n}", "[Model]\npartial class M\n{\n}")]
    [InlineData("public sealed class Outer { [Model] public partial class M { } }", "public sealed partial class Outer { [Model] public partial class M { } }")]
    [InlineData("// What it is.\nclass C { [Differentiable] public static double F(double x) => x * x; }", "// What it is.\npartial class C { [Differentiable] public static double F(double x) => x * x; }")]
    public Task A_class_is_made_partial(string before, string after) => Verify(new MakePartial(), before, after);

    [Theory]
    [InlineData("[Model, ClipNorm, ClipGlobalNorm] public partial class M { " + Loss + "}", "[Model, ClipNorm] public partial class M { " + Loss + "}")]
    [InlineData("[Model]\n[ClipNorm]\n[ClipGlobalNorm]\npublic partial class M { " + Loss + "}", "[Model]\n[ClipNorm]\npublic partial class M { " + Loss + "}")]
    [InlineData("[Model, ClipValue] public partial class M { }", "[Model] public partial class M { }")]
    public Task A_clip_too_many_is_removed(string before, string after) => Verify(new RemoveClip(), before, after);

    [Theory]
    [InlineData("double x, double y", "double x, [NonDifferentiable] double y")]
    [InlineData("double x, [Shape(\"n\")] Tensor<double> y", "double x, [Shape(\"n\"), NonDifferentiable] Tensor<double> y")]
    public Task An_argument_is_marked(string before, string after) => Verify(new MarkArgument(), Function(before), Function(after));

    [Theory]
    [InlineData("Tensor<float> x) => Sum(MatMul(x, K))", "[Shape(\"n\", 4)] Tensor<float> x) => Sum(MatMul(x, K))", 0)]
    [InlineData("Tensor<float> x) => Sum(F(x))", "[Shape(\"rows\", 4)] Tensor<float> x) => Sum(F(x))", 0)]
    [InlineData("Tensor<float> x) => Sum(K) * Sum(x)", "[Shape(\"n\")] Tensor<float> x) => Sum(K) * Sum(x)", 0)]
    [InlineData("Tensor<float> x) => Sum(K) * Sum(x)", "[Shape(\"n\", \"m\")] Tensor<float> x) => Sum(K) * Sum(x)", 1)]
    public Task A_shape_is_added(string before, string after, int choice) => Verify(new AddShape(), Shaped(before), Shaped(after), choice);

    [Theory]
    [InlineData("Where(Tensor.GreaterThan<float>(h, 0f), Log(h), h)", "Where(Tensor.GreaterThan<float>(h, 0f), Log(Where(Tensor.GreaterThan<float>(h, 0f), h, Ones<float>(1))), h)")]
    [InlineData("Where(Tensor.LessThan<float>(h, 0f), h, Sqrt(h))", "Where(Tensor.LessThan<float>(h, 0f), h, Sqrt(Where(Tensor.LessThan<float>(h, 0f), Ones<float>(1), h)))")]
    [InlineData("Where(isSafe, x / h, x)", "Where(isSafe, x / Where(isSafe, h, Ones<float>(1)), x)")]
    public Task A_guarded_value_is_guarded_within(string before, string after) => Verify(new GuardInner(), Guarded(before), Guarded(after));

    [Theory]
    [InlineData("return Sum(x) * Sum(W.Reshape([2, 2]));", "return Sum(x) * Sum(Nn.Reshape(W, [2, 2]));")]
    [InlineData("return Sum(x * W) + MathF.Sqrt(Sum(W * W));", "return Sum(x * W) + MathF.Sqrt(Sum(W * W) + 1e-12f);")]
    [InlineData("return Sum(Pow(Abs(W), 2f)) * Sum(x);", "return Sum(W * W) * Sum(x);")]
    public Task A_supported_form_is_written(string before, string after)
        => Verify(new WriteSupportedForm(), Body(before), Body(after));

    [Theory]
    [InlineData("static class C { static double F(double x) => x * x; static double G(double x) => FGradient(x).X; }", "static partial class C { [Differentiable] static double F(double x) => x * x; static double G(double x) => FGradient(x).X; }")]
    [InlineData("static partial class C { public static double F(double x) => x * x; } class D { double G(double x) => C.FGradient(x).X; }", "static partial class C { [Differentiable] public static double F(double x) => x * x; } class D { double G(double x) => C.FGradient(x).X; }")]
    public Task A_callee_is_marked(string before, string after) => Verify(new MarkCallee(), before, after);

    [Theory]
    [InlineData("Init = Init.Normal, Scale = 0.5f", "Relu", "Init = Init.HeNormal", "Relu")]
    [InlineData("Init = Init.Normal, Scale = 0.01f", "Relu", "Init = Init.HeNormal", "Relu")]
    public Task Another_initialiser_is_written(string before, string activation, string after, string same)
        => Verify(new ChangeInit(), Deep(before, activation), Deep(after, same));

    [Fact]
    public Task A_recurrence_gets_an_orthogonal_matrix()
        => Verify(new ChangeInit(), Recurrent("Init = Init.Normal, Scale = 0.5f", "Forward"), Recurrent("Init = Init.Orthogonal", "Forward"));

    [Fact]
    public Task What_explodes_is_clipped()
        => Verify(new CapGrowth(), Deep("Init = Init.Normal, Scale = 0.5f", "Relu"), Deep("Init = Init.Normal, Scale = 0.5f", "Relu").Replace("[Model]", "[Model, ClipNorm]", StringComparison.Ordinal));

    [Fact]
    public Task The_gradient_of_a_loop_is_cut_where_it_has_grown_threefold()
        => Verify(new CapGrowth(), Recurrent("Init = Init.Orthogonal, Scale = 1.2f", "Forward"), Recurrent("Init = Init.Orthogonal, Scale = 1.2f", "Forward, TruncatedBackprop(6)"), choice: 1);

    [Fact]
    public async Task No_initialiser_is_offered_where_none_helps()
        => Assert.Empty((await Fixed.Apply(new ChangeInit(), Deep("Init = Init.GlorotUniform", "Sigmoid"))).Titles);

    [Fact]
    public async Task Another_missing_name_is_left_alone()
        => Assert.Empty((await Fixed.Apply(new MarkCallee(), "static class C { static double G(double x) => Gradient(x) + HGradient(x); }")).Titles);

    [Fact]
    public void Each_fix_is_exported_and_tested()
    {
        Type[] fixes = [.. typeof(CodeFix).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CodeFix)))];
        Assert.All(fixes, t => Assert.NotNull(t.GetCustomAttribute<ExportCodeFixProviderAttribute>()));
        Assert.All(fixes, t => Assert.NotNull(((CodeFix)Activator.CreateInstance(t)!).GetFixAllProvider()));
        Assert.Equal(9, fixes.Length);
    }

    private static async Task Verify(CodeFixProvider fix, string before, string after, int choice = 0)
    {
        (string text, string[] titles) = await Fixed.Apply(fix, before, choice);
        Assert.NotEmpty(titles);
        Assert.Equal(after, text);
        Assert.DoesNotContain(await Marked.Analyze(Source.Compile(text)), d => fix.FixableDiagnosticIds.Contains(d.Id) || d.Severity == DiagnosticSeverity.Error);
        Assert.DoesNotContain(Marked.Generate(Source.Compile(text)).GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
    }

    private static string Function(string arguments) => $"public static partial class C {{ [Differentiable] public static double F({arguments}) => x * x; }}";

    private static string Body(string body) => $"[Model] public partial class M {{ {W}[Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) {{ {body} }} }}";

    private static string Guarded(string value) => Body($"Tensor<float> h = x * W; var isSafe = Tensor.GreaterThan<float>(h, 0f); return Sum({value});");

    private static string Shaped(string rest) => $"[Model] public sealed partial class M {{ [Parameter(4, 3)] public partial Tensor<float> K {{ get; }} [Forward] public Tensor<float> F([Shape(\"rows\", 4)] Tensor<float> x) => MatMul(x, K); [Loss] public float Loss({rest}; }}";

    // The first layer's weights change nothing that comes after them but the size of the activations, so they stay.
    private static string Deep(string init, string activation)
    {
        string weights = string.Concat(Enumerable.Range(1, 4).Select(i => $"[Parameter(64, 64, {(i == 1 ? "Init = Init.HeNormal" : init)})] public partial Tensor<float> W{i} {{ get; }} "));
        string layers = string.Concat(Enumerable.Range(1, 4).Select(i => $"x = {activation}(MatMul(x, W{i})); "));
        return $"[Model] public sealed partial class M {{ {weights}[Forward] public Tensor<float> Predict([Shape(\"n\", 64)] Tensor<float> x) {{ {layers}return x; }} [Loss] public float Loss([Shape(\"n\", 64)] Tensor<float> x) => Sum(Predict(x)); }}";
    }

    private static string Recurrent(string init, string attributes)
        => $"[Model] public sealed partial class M {{ [Parameter(64, 64, {init})] public partial Tensor<float> W {{ get; }} [{attributes}] public Tensor<float> Predict([Shape(\"n\", 64)] Tensor<float> x) {{ for (int t = 0; t < 20; t++) x = MatMul(x, W); return x; }} [Loss] public float Loss([Shape(\"n\", 64)] Tensor<float> x) => Sum(Predict(x)); }}";
}
