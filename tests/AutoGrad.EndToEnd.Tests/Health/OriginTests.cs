using System.Numerics.Tensors;
using System.Reflection;
using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Health;

/// <summary>
/// Numbers that are not finite are planted in programs, each in the expression between ⟦ and ⟧: a step that throws names that expression, its
/// place, its pass and its iteration.
/// </summary>
public class OriginTests
{
    private const string Library = """
        namespace Vendor;

        [Model]
        public sealed partial class Ratio(int width)
        {
            [Parameter("width", Init = Init.Ones)] public partial Tensor<float> Factor { get; }

            [Forward]
            public Tensor<float> Forward([Shape("n", "width")] Tensor<float> x) => x * Factor / x;
        }
        """;

    // What the loss computes of x [n, 3] and the parameters W [3] and M [3, 3], both ones; the elements of x, row by row.
    private static readonly Dictionary<string, (string Body, float[] X, bool IsBackward, long[] Iterations)> s_cases = new()
    {
        ["LogOfZero"] = ("return Sum(⟦Log(x * W)⟧);", [1, 0, 2], false, []),
        ["RootOfNegative"] = ("Tensor<float> y = ⟦Sqrt(x - W)⟧; return Mean(y);", [1, 2, 0.5f], false, []),
        ["ZeroByZero"] = ("return Sum(⟦x * W / x⟧);", [1, 0, 2], false, []),
        ["ExpOverflows"] = ("Tensor<float> y = x * W; Tensor<float> z = ⟦Exp(y * 50f)⟧; return Sum(1f / z) + Sum(y);", [1, 2, 3], false, []),
        ["ExpOfExp"] = ("return Mean(⟦Exp(Exp(x * W))⟧);", [1, 2, 6], false, []),
        ["ProductOverflows"] = ("Tensor<float> y = x * W; return Sum(⟦y * y⟧ / y);", [1, 2e25f, 3], false, []),
        ["MatrixProductOverflows"] = ("Tensor<float> y = x * W; return Mean(⟦MatMul(y, M * 1e20f)⟧);", [1, 2e25f, 3], false, []),
        ["SumOverflows"] = ("return ⟦Sum(x * W)⟧;", [3e38f, 3e38f, 1], false, []),
        ["ReciprocalOfZeroSum"] = ("float s = Sum(x * W); return ⟦1f / s⟧;", [1, -2, 1], false, []),
        ["LogOfUnderflow"] = ("return Sum(⟦Log(Softmax(x * W * 500f))⟧);", [0, 1, 2], false, []),
        ["NormOfZeroRow"] = ("Tensor<float> n = Sqrt(Sum(x * x, 1, keepDims: true)); return Sum(⟦x / n⟧ * W);", [0, 0, 0], false, []),
        ["RootAtZeroBackward"] = ("return Sum(⟦Sqrt(Abs(x * W))⟧);", [1, 0, 2], true, []),
        ["PowerAtZeroBackward"] = ("Tensor<float> y = x * W; return Sum(⟦Pow(y, 0.5f)⟧);", [1, 0, 2], true, []),
        ["RatioOverflowsBackward"] = ("Tensor<float> y = x * W; return Sum(⟦W / y⟧);", [1, 1e-25f, 2], true, []),
        ["HiddenByWhere"] = ("return Sum(Where(Tensor.GreaterThan<float>(x, 0f), ⟦Log(x * W)⟧, x * W));", [1, 0, 2], false, []),
        ["InHelper"] = ("return Sum(Helper(x * W));", [1, 0, 2], false, []),
        ["InBranch"] = ("Tensor<float> y = x * W; if (Sum(y) > 1f) y = ⟦Log(y)⟧; return Sum(y);", [1, 0, 2], false, []),
        ["InIteration"] = ("Tensor<float> h = W; for (int t = 0; t < x.Lengths[0]; t++) h = h + ⟦Log(At(x, t) * W)⟧; return Sum(h);", [.. Enumerable.Repeat(1f, 37 * 3), 1, 0, 1, .. Enumerable.Repeat(1f, 30)], false, [37]),
        ["InIterationBackward"] = ("Tensor<float> h = W; for (int t = 0; t < x.Lengths[0]; t++) h = h + ⟦Sqrt(At(x, t) * W)⟧; return Sum(h);", [.. Enumerable.Repeat(1f, 37 * 3), 1, 0, 1, .. Enumerable.Repeat(1f, 30)], true, [37]),
        ["InWhile"] = ("float s = 8f; Tensor<float> y = x * W; while (s > -3f) { s = s - 2f; y = y + ⟦Log(s * W)⟧; } return Sum(y);", [1, 1, 1], false, [3]),
        ["InLayer"] = ("return Sum(⟦Part.Forward(x * W)⟧);", [1, 0, 2], false, []),
    };

    private static readonly Lazy<Assembly> s_assembly = new(() =>
    {
        var library = new UserProject().LoadLibrary(Library);
        return new UserProject { References = [library] }.Load([.. s_cases.Select(c => Source(c.Key))]);
    });

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_planted_number_is_traced_to_its_expression(string name)
    {
        (_, float[] x, bool isBackward, long[] iterations) = s_cases[name];
        var model = (ITrainable<Tensor<float>>)Activator.CreateInstance(s_assembly.Value.GetType(name, throwOnError: true)!, 0)!;
        float[] before = Numbers.Elements(model.Parameters.Values);
        NonFiniteGradientException thrown = Assert.Throws<NonFiniteGradientException>(() => model.TrainStep(Tensor.Create(x, [x.Length / 3, 3]), new Sgd(0.1f)));
        NonFiniteOrigin origin = thrown.Origin ?? throw new Xunit.Sdk.XunitException("No origin was found.");

        string marked = Marked(name);
        string[] lines = marked.Split('\n');
        int line = Array.FindIndex(lines, l => l.Contains('⟦', StringComparison.Ordinal));
        int column = lines[line].IndexOf('⟦', StringComparison.Ordinal), end = lines[line].IndexOf('⟧', StringComparison.Ordinal) - 1;
        Assert.True((line + 1, column + 1, end + 1) == (origin.Line, origin.Column, origin.EndColumn), $"{origin}\nin {lines[line]}");
        Assert.Equal(isBackward, origin.IsBackward);
        Assert.Equal(iterations, origin.Iterations);
        Assert.Equal(name == "InLayer" ? "x * Factor / x" : lines[line][(column + 1)..(end + 1)], origin.Expression);
        Assert.NotEmpty(origin.Operands);
        Assert.Equal(before, Numbers.Elements(model.Parameters.Values));
    }

    [Fact]
    public void A_number_that_was_given_is_said_to_be()
    {
        var model = (ITrainable<Tensor<float>>)Activator.CreateInstance(s_assembly.Value.GetType("ExpOfExp", throwOnError: true)!, 0)!;
        var thrown = Assert.Throws<NonFiniteGradientException>(() => model.TrainStep(Tensor.Create<float>([1, float.NaN, 1], [1, 3]), new Sgd(0.1f)));
        Assert.Equal(("x", 0), (thrown.Origin!.Expression, thrown.Origin.Line));
    }

    private static string Source(string name) => Marked(name).Replace("⟦", "", StringComparison.Ordinal).Replace("⟧", "", StringComparison.Ordinal);

    private static string Marked(string name) => $$"""
        [Model(OnNonFinite = OnNonFinite.Throw)]
        public sealed partial class {{name}}
        {
            [Parameter(3, Init = Init.Ones)] public partial Tensor<float> W { get; }
            {{(s_cases[name].Body.Contains("M *", StringComparison.Ordinal) ? "[Parameter(3, 3, Init = Init.Ones)] public partial Tensor<float> M { get; }" : "")}}
            {{(name == "InLayer" ? "[Layer(3)] public partial Vendor.Ratio Part { get; }" : "")}}
            [Loss]
            public float Loss([Shape("n", 3)] Tensor<float> x)
            {
                {{s_cases[name].Body}}
            }
            {{(name == "InHelper" ? "private static Tensor<float> Helper(Tensor<float> y) => ⟦Log(y)⟧;" : "")}}
        }
        """;
}
