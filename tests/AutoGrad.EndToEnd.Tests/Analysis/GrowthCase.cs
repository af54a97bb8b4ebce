using System.Globalization;

namespace AutoGrad.EndToEnd.Tests.Analysis;

/// <summary>
/// A network whose gradient is estimated and measured at its first layer: its program has a parameter <c>Probe</c> of zeros that is added there,
/// so that the probe's gradient is the layer's. The loss sums the result times random numbers, whose norm is that of the result's gradient.
/// </summary>
internal sealed record GrowthCase(string Activation, string Init, double Scale, int Depth, string Form = "plain")
{
    public const int Width = 256, Rows = 8, Outputs = 10;

    /// <summary>Such as <c>residual_Relu_HeNormal_1_20</c>.</summary>
    public string Name => string.Concat($"{Form}_{Activation}_{Init}_{Scale.ToString(CultureInfo.InvariantCulture)}_{Depth}".Select(c => char.IsLetterOrDigit(c) ? c : '_'));

    /// <summary>The lengths of the result.</summary>
    public int[] Result => [Rows, IsLoop ? Width : Outputs];

    /// <summary>The lengths of the input.</summary>
    public int[] Input => IsLoop ? [Depth, Rows, Width] : [Rows, Width];

    private bool IsLoop => Form == "loop";

    /// <summary>The program.</summary>
    public string Source => $$"""
        [Model]
        public sealed partial class {{Name}}
        {
        {{string.Join("\n", Parameters)}}
            [Parameter({{Rows}}, {{Width}}, Init = Init.Zeros)] public partial Tensor<float> Probe { get; }

            [Forward]
            public Tensor<float> Predict([Shape({{string.Join(", ", Input)}})] Tensor<float> x)
            {
        {{string.Join("\n", Body)}}
            }

            [Loss]
            public float Loss([Shape({{string.Join(", ", Input)}})] Tensor<float> x, [Shape({{string.Join(", ", Result)}})] Tensor<float> weights)
                => Sum(Predict(x) * weights);

            private static Tensor<float> Normalize(Tensor<float> z)
            {
                Tensor<float> centred = z - Mean(z, 1, keepDims: true);
                return centred / Sqrt(Mean(centred * centred, 1, keepDims: true) + 1e-5f);
            }
        }

        public sealed class {{Name}}Subject : AutoGrad.EndToEnd.Tests.Testing.Subject
        {
            private readonly {{Name}} _model;
            public {{Name}}Subject(int seed) => _model = new(seed);
            private ITrainable<Tensor<float>, Tensor<float>> Trainable => _model;
            public override ParameterSet Parameters => _model.Parameters;
            public override float Eager() => throw new NotSupportedException();
            public override float LossGradient() => Trainable.LossGradient((Tensor<float>)Inputs[0], (Tensor<float>)Inputs[1]);
            public override StepReport TrainStep(Optimizer optimizer) => throw new NotSupportedException();
            public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients)
                => Trainable.LossGradientInDouble(parameters, gradients, (Tensor<float>)Inputs[0], (Tensor<float>)Inputs[1]);
        }

        """;

    private IEnumerable<string> Parameters => IsLoop
        ? [Parameter("Wx", Width, "Normal", 0.02), Parameter("Wh", Width, Init, Scale)]
        :
        [
            .. Enumerable.Range(1, Depth).Select(i => Parameter($"W{i}", Width, Init, Scale)),
            .. Enumerable.Range(2, Form == "gated" ? Depth - 1 : 0).Select(i => Parameter($"G{i}", Width, Init, Scale)),
            Parameter("Out", Outputs, "LeCunNormal", 1),
        ];

    private IEnumerable<string> Body => IsLoop
        ?
        [
            "        Tensor<float> h = Probe;",
            $"        for (int t = 0; t < {Depth}; t++)",
            $"            h = {Activate("MatMul(At(x, t), Wx) + MatMul(h, Wh)")};",
            "        return h;",
        ]
        :
        [
            "        Tensor<float> z1 = MatMul(x, W1) + Probe;",
            $"        Tensor<float> h1 = {(Form == "residual" ? "z1" : Activate(Normal("z1")))};",
            .. Enumerable.Range(2, Depth - 1).Select(i => $"        Tensor<float> h{i} = {Layer(i)};"),
            $"        return MatMul(h{Depth}, Out);",
        ];

    private string Layer(int i)
    {
        string before = $"h{i - 1}", z = $"MatMul({before}, W{i})", branch = Activate(Normal(z)), gate = $"Sigmoid(MatMul({before}, G{i}))";
        return Form switch
        {
            "residual" => $"{before} + {branch}",
            "gated" => $"{gate} * {branch} + (1f - {gate}) * {before}",
            "concat" => $"Concat(1, Slice({z}, 1, 0, {Width / 2}), Slice({branch}, 1, {Width / 2}, {Width / 2}))",
            _ => branch,
        };
    }

    private string Normal(string z) => Form == "layer norm" ? $"Normalize({z})" : z;

    private string Activate(string z) => Activation == "linear" ? z : $"{Activation}({z})";

    private static string Parameter(string name, int units, string init, double scale)
        => string.Create(CultureInfo.InvariantCulture, $"    [Parameter({Width}, {units}, Init = Init.{init}, Scale = {scale}f)] public partial Tensor<float> {name} {{ get; }}");
}
