using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Robustness;

/// <content>Types of the user's.</content>
public partial class NameClashTests
{
    [Fact]
    public void Types_of_the_user_s_named_like_all_those_that_generated_code_names() => Check(
        $$"""
        namespace Clashing
        {
            {{s_types}}

            {{Clashing}}
        }
        """, model: "Clashing.M");

    [Fact]
    public void Types_in_the_class_around_the_model_named_like_those_that_generated_code_names() => Check(
        $$"""
        public static partial class Around
        {
            {{s_types}}

            {{Clashing}}
        }
        """, model: "Around.M");

    [Fact]
    public void Members_of_a_model_named_like_types_that_generated_code_names() => Check(
        """
        [Model, L2(0.1f)]
        public sealed partial class M
        {
            [Parameter(4, 3)] public partial Tensor<float> Layout { get; }
            [Parameter(3)] public partial Tensor<float> Gemm { get; }

            [Forward]
            public Tensor<float> Result([Shape("batch", 4)] Tensor<float> Loops, [Shape("batch", 4)] Tensor<float> x)
            {
                Tensor<float> Lanes = MatMul(Loops * x, Layout) + Gemm, Slices = Softmax(Lanes);
                return Slices * Reduce(Lanes);
            }

            [Loss]
            public float Loss([Shape("batch", 4)] Tensor<float> Indexing, [Shape("batch", 4)] Tensor<float> ShapeCheck) => Mean(Result(Indexing, ShapeCheck));

            private static Tensor<float> Reduce(Tensor<float> x) => Sum(x * x, 1, keepDims: true);
        }
        """);

    [Fact]
    public void Types_of_the_user_s_beside_a_differentiable_function()
    {
        System.Reflection.Assembly assembly = new UserProject().Load($$"""
            namespace Clashing
            {
                {{s_types}}

                public static partial class Functions
                {
                    [Differentiable]
                    public static double Decay([Shape("n")] global::System.Numerics.Tensors.Tensor<double> x, double rate, int steps)
                    {
                        double s = Sum(x * x);
                        for (int i = 0; i < steps; i++)
                        {
                            if (s < 0.5)
                                break;
                            s = s * rate + x[0] * global::System.Math.Sin(s);
                        }

                        return s;
                    }
                }
            }
            """);
        var x = System.Numerics.Tensors.Tensor.Create<double>([0.5, 1, 2]);
        object result = assembly.GetType("Clashing.Functions", throwOnError: true)!.GetMethod("DecayGradient")!.Invoke(null, [x, 0.5, 3])!;
        var (value, _, rate) = ((double, System.Numerics.Tensors.Tensor<double>, double))result;
        Assert.True(double.IsFinite(value) && rate != 0);
    }

    private const string Clashing = """
        [Model, ClipValue(0.5f), ClipGlobalNorm, L2(0.1f)]
        public sealed partial class M
        {
            [Parameter(4, 3, Init = global::AutoGrad.Init.Zeros)] public partial global::System.Numerics.Tensors.Tensor<float> W { get; }
            [Parameter(3)] public partial global::System.Numerics.Tensors.Tensor<float> B { get; }

            [Forward]
            public global::System.Numerics.Tensors.Tensor<float> Result([Shape("batch", 4)] global::System.Numerics.Tensors.Tensor<float> x, [Shape("batch", 4)] global::System.Numerics.Tensors.Tensor<float> y)
            {
                var hidden = Tanh(MatMul(x, W) + B);
                var parts = Concat(1, Slice(hidden, 1, 0, 2), Slice(Softmax(hidden), 1, 1, 1));
                return parts * Max(y, 1, keepDims: true) + Transpose(Transpose(LogSoftmax(hidden))) + Erf(parts);
            }

            [Loss]
            public float Loss([Shape("batch", 4)] global::System.Numerics.Tensors.Tensor<float> x, [Shape("batch", 4)] global::System.Numerics.Tensors.Tensor<float> y)
            {
                float sum = 0;
                for (int i = 0; i < x.Lengths[0]; i++)
                    sum += Mean(At(x, i)) * sum;
                return Mean(Result(x, y)) + sum;
            }
        }
        """;

    private static readonly string s_types = string.Join("\n", AutoGrad.Compiler.Declarations.LibraryNames.Namespaces.Keys.Select(name => $"internal sealed class {name} {{ }}"));

    // The gradient against differences, fused against eager.
}
