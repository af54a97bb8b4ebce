using AutoGrad.EndToEnd.Tests.Testing;

namespace AutoGrad.EndToEnd.Tests.Robustness;

/// <summary>Programs whose names are those that generated code likes to use itself. They must compile, and compute what they say.</summary>
public partial class NameClashTests
{
    [Fact]
    public void Arguments_and_variables_named_like_generated_ones() => Check(
        """
        [Model, ClipValue(0.5f), L2(0.1f)]
        public sealed partial class M
        {
            [Parameter(4, 3)] public partial Tensor<float> Weights { get; }
            [Parameter(3)] public partial Tensor<float> Gradients { get; }

            [Forward]
            public Tensor<float> Result([Shape("rows", 4)] Tensor<float> weights, [Shape("rows", 4)] Tensor<float> gradients)
            {
                Tensor<float> destination = MatMul(weights, Weights), result = Tanh(destination + Gradients);
                Tensor<float> buffers = result * result, sums = Sum(buffers, axis: 0), squares = buffers - sums;
                float total = Mean(squares), loss = total * total;
                return squares * loss + Sum(gradients, 1, keepDims: true);
            }

            [Loss]
            public float Loss([Shape("rows", 4)] Tensor<float> weights, [Shape("rows", 4)] Tensor<float> gradients)
            {
                Tensor<float> report = Result(weights, gradients), optimizer = report * 2, parameters = optimizer + 1, dataLoss = parameters * report;
                float clippedSquares = Mean(dataLoss), sum = Sum(report), product = sum * clippedSquares;
                return product + sum;
            }
        }
        """);

    [Fact]
    public void Arguments_named_like_the_parts_of_kernels() => Check(
        """
        [Model]
        public sealed partial class M
        {
            [Parameter(4, 3)] public partial Tensor<float> Product { get; }
            [Parameter(3)] public partial Tensor<float> Columns { get; }
            [Parameter(3)] public partial Tensor<float> Sums { get; }
            [Parameter(3)] public partial Tensor<float> Row { get; }
            [Parameter(3)] public partial Tensor<float> T { get; }
            [Parameter(3)] public partial Tensor<float> EndRow { get; }
            [Parameter(3)] public partial Tensor<float> Flush { get; }
            [Parameter(3)] public partial Tensor<float> SumsRows { get; }

            [Forward]
            public Tensor<float> Result([Shape("at", 4)] Tensor<float> count, [Shape("at", 4)] Tensor<float> row)
            {
                Tensor<float> product = MatMul(count, Product), column = product * Columns, at = column + Row * T;
                return Tanh(at) * Sums + EndRow * Flush - SumsRows * product + Mean(row, 1, keepDims: true);
            }

            [Loss]
            public float Loss([Shape("at", 4)] Tensor<float> count, [Shape("at", 4)] Tensor<float> row) => Mean(Result(count, row) * Result(row, count));
        }
        """);

    [Fact]
    public void Symbols_named_like_variables() => Check(
        """
        [Model, ClipGlobalNorm]
        public sealed partial class M
        {
            [Parameter(4, 3)] public partial Tensor<float> Weights { get; }

            [Forward]
            public Tensor<float> Result([Shape("weights", 4)] Tensor<float> x, [Shape("weights", 4)] Tensor<float> y) => MatMul(x * y, Weights);

            [Loss]
            public float Loss([Shape("buffers", 4)] Tensor<float> x, [Shape("buffers", 4)] Tensor<float> y)
            {
                Tensor<float> buffers = Result(x, y) * Result(y, x);
                return Mean(buffers) + Mean(Max(x * Sum(Weights, axis: 1), axis: 0));
            }
        }
        """);

    [Theory]
    [InlineData("y")]
    [InlineData("sums")]
    public void A_symbol_named_like_an_argument_or_like_the_sums_of_kernels_is_refused_in_words(string symbol)
    {
        string source = $$"""
            [Model]
            public sealed partial class M
            {
                [Parameter(4, 3)] public partial Tensor<float> W { get; }

                [Loss]
                public float Loss([Shape("{{symbol}}", 4)] Tensor<float> x, [Shape("{{symbol}}", 4)] Tensor<float> y) => Mean(MatMul(x * y, W));
            }
            """;
        (_, Microsoft.CodeAnalysis.Diagnostic[] problems) = new UserProject().Compile([("File", source)]);

        Assert.NotEmpty(problems);
        Assert.All(problems, p => Assert.Equal("AG1008", p.Id));
    }

    [Fact]
    public void Letters_beyond_ASCII() => Check(
        """
        [Model]
        public sealed partial class M
        {
            [Parameter(4, 3)] public partial Tensor<float> Größe { get; }
            [Parameter(3)] public partial Tensor<float> θ { get; }

            [Forward]
            public Tensor<float> Vorwärts([Shape("größe", 4)] Tensor<float> ξ, [Shape("größe", 4)] Tensor<float> 重み)
            {
                Tensor<float> σ = Sigmoid(MatMul(ξ, Größe) + θ);
                return σ * Sum(重み, 1, keepDims: true);
            }

            [Loss]
            public float Loss([Shape("größe", 4)] Tensor<float> ξ, [Shape("größe", 4)] Tensor<float> 重み) => Mean(Vorwärts(ξ, 重み));
        }
        """, "Vorwärts");

    [Fact]
    public void Verbatim_names_of_locals_and_classes() => Check(
        """
        [Model]
        public sealed partial class M
        {
            [Parameter(4, 3)] public partial Tensor<float> W { get; }

            [Forward]
            public Tensor<float> Result([Shape("batch", 4)] Tensor<float> x, [Shape("batch", 4)] Tensor<float> y)
            {
                Tensor<float> @float = MatMul(x, W), @class = Relu(@float);
                return @class + Helper.@return(@float) * Mean(y, 1, keepDims: true);
            }

            [Loss]
            public float Loss([Shape("batch", 4)] Tensor<float> x, [Shape("batch", 4)] Tensor<float> y) => Mean(Result(x, y));
        }

        internal static class Helper
        {
            public static Tensor<float> @return(Tensor<float> @in) => Tanh(@in);
        }
        """);

    [Fact]
    public void A_namespace_that_ends_in_AutoGrad() => Check(
        """
        namespace Acme.AutoGrad.Models
        {
            [Model]
            public sealed partial class M
            {
                [Parameter(4, 3)] public partial Tensor<float> W { get; }

                [Forward]
                public Tensor<float> Result([Shape("batch", 4)] Tensor<float> x, [Shape("batch", 4)] Tensor<float> y) => Softmax(MatMul(x * y, W));

                [Loss]
                public float Loss([Shape("batch", 4)] Tensor<float> x, [Shape("batch", 4)] Tensor<float> y) => Mean(Result(x, y) * Result(y, x) * 3);
            }
        }
        """, model: "Acme.AutoGrad.Models.M");

    private static void Check(string source, string forward = "Result", string model = "M")
    {
        const string Arguments = "(Tensor<float>)Inputs[0], (Tensor<float>)Inputs[1]";
        string subject = $$"""
            public sealed class MSubject : global::AutoGrad.EndToEnd.Tests.Testing.Subject
            {
                private readonly {{model}} _model = new(seed: 1);
                private ITrainable<Tensor<float>, Tensor<float>> Trainable => _model;
                public override ParameterSet Parameters => _model.Parameters;
                public override float Eager() => _model.Loss({{Arguments}});
                public override float LossGradient() => _model.LossGradient({{Arguments}});
                public override StepReport TrainStep(Optimizer optimizer) => _model.TrainStep({{Arguments}}, optimizer);
                public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients) => Trainable.LossGradientInDouble(parameters, gradients, {{Arguments}});
                public override Tensor<float>? EagerValue() => _model.{{forward}}({{Arguments}});
                public override void FusedValue(in TensorSpan<float> destination) => _model.{{forward}}({{Arguments}}, destination);
            }
            """;
        System.Reflection.Assembly assembly = new UserProject().Load(source, subject);
        var s = (Subject)Activator.CreateInstance(assembly.GetType("MSubject", throwOnError: true)!)!;
        var random = new Random(1);
        s.Inputs = [Numbers.Tensor(Numbers.Apart(20, -2, 2, random), 5, 4), Numbers.Tensor(Numbers.Apart(20, -2, 2, random), 5, 4)];
        Numbers.Set(s.Parameters, Numbers.Apart((int)s.Parameters.Values.FlattenedLength, -1.5, 1.5, random));

        double[] values = s.Values, gradient = s.Twin(values).Gradient;
        Close.Assert(Differences.All(s, values, 1e-5), gradient, 1e-6, "the gradient of the double twin");
        double penalties = s.Twin(values).Loss - s.Eager();
        Close.Assert(s.Twin(values).Loss, s.LossGradient(), 1e-5, 1, "the fused loss");
        Assert.True(penalties > -1e-5);
        System.Numerics.Tensors.Tensor<float> eager = s.EagerValue()!, destination = System.Numerics.Tensors.Tensor.CreateFromShape<float>(eager.Lengths);
        s.FusedValue(destination);
        Close.Assert(Array.ConvertAll(Numbers.Elements(eager), v => (double)v), Array.ConvertAll(Numbers.Elements(destination), v => (double)v), 1e-5, "the fused value");
    }
}
