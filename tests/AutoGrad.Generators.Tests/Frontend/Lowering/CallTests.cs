using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Frontend.Lowering;

public class CallTests
{
    [Fact]
    public void Helpers_are_written_out_in_place() => Snapshot.Verify(Reading.Body(
        "return Affine(x).Scaled(by: 2f).Scaled(s);",
        members: "private Tensor<float> Affine(Tensor<float> input) => MatMul(input, Weights) + B; private Tensor<float> Weights => W * 2f;",
        others: "public static class Helpers { public static Tensor<float> Scaled(this Tensor<float> x, float by = 1) { var scaled = x * by; return scaled; } }"));

    [Fact]
    public void Generic_helpers_know_their_type_arguments() => Snapshot.Verify(Reading.Body(
        "return Helpers.Mish(MatMul(x, W)) * Helpers.Softplus(s);",
        others: """
            public static class Helpers
            {
                public static Tensor<T> Mish<T>(Tensor<T> x) where T : IFloatingPointIeee754<T> => x * Tanh(Nn.Softplus(x)) + T.One / T.CreateChecked(3) * T.Pi;
                public static T Softplus<T>(T x) where T : IFloatingPointIeee754<T> => T.Log(T.One + T.Exp(x));
            }
            """));

    [Fact]
    public void Extension_members_of_the_user_are_helpers_too() => Snapshot.Verify(Reading.Body(
        "return (MatMul(x, W).Twice() % B).Half;",
        others: """
            public static class Helpers
            {
                extension(Tensor<float> x)
                {
                    public Tensor<float> Twice() => x + x;
                    public Tensor<float> Half => x / 2f;
                    public static Tensor<float> operator %(Tensor<float> a, Tensor<float> b) => a * b + a;
                }
            }
            """));

    [Fact]
    public void Partial_methods_have_the_body_of_their_second_part()
    {
        string graphs = Reading.Graphs(Source.Compile("""
            [Model] public sealed partial class M
            {
                [Parameter(4)] public partial Tensor<float> W { get; }
                [Forward] public partial Tensor<float> F([Shape("n", 4)] Tensor<float> x);
                public partial Tensor<float> F(Tensor<float> x) => Scale(x) + W;
                private partial Tensor<float> Scale(Tensor<float> y);
                private partial Tensor<float> Scale(Tensor<float> z) => z * 2f;
            }
            """));
        Assert.Contains("from \"z * 2f\"", graphs, StringComparison.Ordinal);
    }

    [Fact]
    public void A_helper_in_another_file_is_found()
    {
        string graphs = Reading.Graphs(Source.Compile(
            ("M.cs", """
                [Model] public sealed partial class M
                {
                    [Parameter(4)] public partial Tensor<float> W { get; }
                    [Forward] public Tensor<float> F([Shape("n", 4)] Tensor<float> x) => Elsewhere.Scale(x, W);
                }
                """),
            ("Elsewhere.cs", "internal static class Elsewhere { public static Tensor<float> Scale(Tensor<float> a, Tensor<float> b) => a * b; }")));
        Assert.Contains("from \"a * b\"", graphs, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_arguments_may_come_in_any_order_and_missing_ones_have_their_defaults() => Snapshot.Verify(Reading.Body("""
        Tensor<float> h = LeakyRelu(MatMul(x, W));
        h = Slice(h, length: 2, start: 1, axis: 1);
        return Softmax(Sum(h, keepDims: true, axis: -1) + LeakyRelu(slope: 0.2, x: h));
        """));

    [Fact]
    public void Functions_of_the_base_library_and_of_mathematics() => Snapshot.Verify(Reading.Body("""
        Tensor<float> h = MatMul(x, W);
        h = Tensor.Exp<float>(h) + Tensor.Tanh<float>(h) + Tensor.Sqrt<float>(Tensor.Abs<float>(h));
        h = Tensor.Multiply<float>(Tensor.Add<float>(h, B), Tensor.Pow<float>(h, 2f));
        float t = MathF.Exp(s) + float.Tanh(s) + MathF.Max(s, 0f) + MathF.Pow(2f, s);
        return h * (t + Tensor.Sum<float>(h) + Tensor.Dot<float>(B, B) + Tensor.Max<float>(h));
        """));

    [Fact]
    public void Created_tensors_have_the_element_type_that_is_asked_for() => Snapshot.Verify(Reading.Body("""
        Tensor<float> zeros = Zeros<float>((int)x.Lengths[0], 3), filled = Full(0.5f, [x.Lengths[0], 3]);
        return Concat(1, zeros, Full(s, (int)x.Lengths[0], 3), filled, Stack(1, Sum(x, 1)), Ones<float>(x.Lengths[0], k));
        """));
}
