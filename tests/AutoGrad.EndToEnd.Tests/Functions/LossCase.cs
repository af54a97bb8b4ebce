using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using static TorchSharp.torch.nn.functional;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Functions;

/// <summary>What a loss is told to aim at.</summary>
internal enum Target
{
    /// <summary>Numbers from -2 to 2, in the shape of the prediction.</summary>
    Numbers,

    /// <summary>-1 and 1, in the shape of the prediction.</summary>
    Signs,

    /// <summary>0 and 1, in the shape of the prediction.</summary>
    Classes,

    /// <summary>From 0 to 1, in the shape of the prediction.</summary>
    Probabilities,

    /// <summary>Rows that add up to 1, in the shape of the prediction.</summary>
    Distributions,

    /// <summary>One class for each row.</summary>
    Labels,

    /// <summary>One class for each row, and a weight for each class.</summary>
    WeightedLabels,
}

/// <summary>
/// A loss with its settings: the call in C# over prediction <c>p</c>, target <c>y</c> and weights <c>w</c>, and the same in torch, which has no weights
/// unless the target has.
/// </summary>
internal sealed record LossCase(string Name, string Call, Target Target, Func<TorchTensor, TorchTensor, TorchTensor, TorchTensor> Torch)
{
    /// <summary>Every loss of the library, in each of its forms.</summary>
    public static IReadOnlyList<LossCase> All { get; } =
    [
        new("SquaredMean", "MeanSquaredError(p, y)", Target.Numbers, (p, y, _) => mse_loss(p, y)),
        new("SquaredSum", "MeanSquaredError(p, y, Reduction.Sum)", Target.Numbers, (p, y, _) => mse_loss(p, y, torch.nn.Reduction.Sum)),
        new("AbsoluteMean", "MeanAbsoluteError(p, y)", Target.Numbers, (p, y, _) => l1_loss(p, y)),
        new("AbsoluteSum", "MeanAbsoluteError(p, y, Reduction.Sum)", Target.Numbers, (p, y, _) => l1_loss(p, y, torch.nn.Reduction.Sum)),
        new("HuberMean", "Huber(p, y)", Target.Numbers, (p, y, _) => huber_loss(p, y, 1)),
        new("HuberNarrow", "Huber(p, y, 0.3)", Target.Numbers, (p, y, _) => huber_loss(p, y, 0.3)),
        new("HuberSum", "Huber(p, y, 1.5, Reduction.Sum)", Target.Numbers, (p, y, _) => huber_loss(p, y, 1.5, torch.nn.Reduction.Sum)),
        new("HingeMean", "Hinge(p, y)", Target.Signs, (p, y, _) => (1 - (p * y)).clamp(min: 0).mean()),
        new("HingeSum", "Hinge(p, y, Reduction.Sum)", Target.Signs, (p, y, _) => (1 - (p * y)).clamp(min: 0).sum()),
        new("BinaryMean", "BinaryCrossEntropy(p, y)", Target.Probabilities, (p, y, _) => binary_cross_entropy_with_logits(p, y)),
        new("BinarySum", "BinaryCrossEntropy(p, y, reduction: Reduction.Sum)", Target.Classes, (p, y, _) => binary_cross_entropy_with_logits(p, y, reduction: torch.nn.Reduction.Sum)),
        new("BinarySmoothed", "BinaryCrossEntropy(p, y, labelSmoothing: 0.2)", Target.Classes, (p, y, _) => binary_cross_entropy_with_logits(p, (0.8 * y) + 0.1)),
        new("BinaryWeighted", "BinaryCrossEntropy(p, y, labelSmoothing: 0.1, positiveWeight: 2.5)", Target.Classes, (p, y, _) => binary_cross_entropy_with_logits(p, (0.9 * y) + 0.05, pos_weights: torch.tensor(2.5))),
        new("CategoricalMean", "SoftmaxCrossEntropy(p, y)", Target.Labels, (p, y, _) => cross_entropy(p, y)),
        new("CategoricalSum", "SoftmaxCrossEntropy(p, y, Reduction.Sum)", Target.Labels, (p, y, _) => cross_entropy(p, y, reduction: torch.nn.Reduction.Sum)),
        new("CategoricalSmoothed", "SoftmaxCrossEntropy(p, y, labelSmoothing: 0.3)", Target.Labels, (p, y, _) => cross_entropy(p, y, label_smoothing: 0.3)),
        new("CategoricalSmoothedSum", "SoftmaxCrossEntropy(p, y, 0.1, Reduction.Sum)", Target.Labels, (p, y, _) => cross_entropy(p, y, label_smoothing: 0.1, reduction: torch.nn.Reduction.Sum)),
        new("CategoricalWeighted", "SoftmaxCrossEntropy(p, y, w)", Target.WeightedLabels, (p, y, w) => cross_entropy(p, y, weight: w)),
        new("CategoricalWeightedSum", "SoftmaxCrossEntropy(p, y, w, reduction: Reduction.Sum)", Target.WeightedLabels, (p, y, w) => cross_entropy(p, y, weight: w, reduction: torch.nn.Reduction.Sum)),
        new("CategoricalWeightedSmoothed", "SoftmaxCrossEntropy(p, y, w, labelSmoothing: 0.2)", Target.WeightedLabels, (p, y, w) => cross_entropy(p, y, weight: w, label_smoothing: 0.2)),
        new("FocalMean", "Focal(p, y)", Target.Classes, (p, y, _) => Focal(p, y, 2, 0.25).mean()),
        new("FocalSum", "Focal(p, y, gamma: 0.5, alpha: 0.6, reduction: Reduction.Sum)", Target.Classes, (p, y, _) => Focal(p, y, 0.5, 0.6).sum()),
        new("FocalWithoutFocus", "Focal(p, y, gamma: 0, alpha: 0.5)", Target.Classes, (p, y, _) => binary_cross_entropy_with_logits(p, y) / 2),
        new("DivergenceMean", "KullbackLeibler(p, y)", Target.Distributions, (p, y, _) => kl_div(p.log_softmax(-1), y, log_target: false, reduction: torch.nn.Reduction.Sum) / p.shape[0]),
        new("DivergenceSum", "KullbackLeibler(p, y, Reduction.Sum)", Target.Distributions, (p, y, _) => kl_div(p.log_softmax(-1), y, log_target: false, reduction: torch.nn.Reduction.Sum)),
        new("CosineMean", "CosineDistance(p, y)", Target.Numbers, (p, y, _) => (1 - cosine_similarity(p, y, dim: -1)).mean()),
        new("CosineSum", "CosineDistance(p, y, Reduction.Sum)", Target.Numbers, (p, y, _) => (1 - cosine_similarity(p, y, dim: -1)).sum()),
    ];

    /// <summary>Whether losses of rows are added, not averaged.</summary>
    public bool IsSum => Call.Contains("Reduction.Sum", StringComparison.Ordinal);

    private string Parameters => Target switch
    {
        Target.Labels => "[Shape(\"batch\")] Tensor<int> y",
        Target.WeightedLabels => "[Shape(\"batch\")] Tensor<int> y, [Shape(\"outputs\")] Tensor<float> w",
        _ => "[Shape(\"batch\", \"outputs\")] Tensor<float> y",
    };

    private string Types => Target switch
    {
        Target.Labels => "Tensor<float>, Tensor<int>",
        Target.WeightedLabels => "Tensor<float>, Tensor<int>, Tensor<float>",
        _ => "Tensor<float>, Tensor<float>",
    };

    /// <summary>The C# of a network with one hidden layer under this loss, and its subject, which is made of inputs, hidden units and outputs.</summary>
    public string Source()
    {
        string inputs = string.Join(", ", Types.Split(", ").Select((type, i) => $"({type})Inputs[{i}]"));
        return $$"""
            [Model]
            public sealed partial class {{Name}}(int inputs, int hidden, int outputs, int seed = 0)
            {
                [Parameter("inputs", "hidden")] public partial Tensor<float> W1 { get; }
                [Parameter("hidden")] public partial Tensor<float> B1 { get; }
                [Parameter("hidden", "outputs")] public partial Tensor<float> W2 { get; }
                [Parameter("outputs", Init = Init.Normal)] public partial Tensor<float> B2 { get; }

                [Forward]
                public Tensor<float> Predict([Shape("batch", "inputs")] Tensor<float> x) => MatMul(Tanh(MatMul(x, W1) + B1), W2) + B2;

                [Loss]
                public float Loss([Shape("batch", "inputs")] Tensor<float> x, {{Parameters}})
                {
                    Tensor<float> p = Predict(x);
                    return {{Call}};
                }
            }

            public sealed class {{Name}}Subject(int inputs, int hidden, int outputs) : AutoGrad.EndToEnd.Tests.Testing.Subject
            {
                private readonly {{Name}} _model = new(inputs, hidden, outputs, seed: 3);
                private ITrainable<{{Types}}> Trainable => _model;
                public override ParameterSet Parameters => _model.Parameters;
                public override float Eager() => _model.Loss({{inputs}});
                public override float LossGradient() => _model.LossGradient({{inputs}});
                public override StepReport TrainStep(Optimizer optimizer) => _model.TrainStep({{inputs}}, optimizer);
                public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients) => Trainable.LossGradientInDouble(parameters, gradients, {{inputs}});
            }

            """;
    }

    // Lin et al. 2017: a (1 - p)^gamma (-log p), where p is the probability of the true class.
    private static TorchTensor Focal(TorchTensor x, TorchTensor y, double gamma, double alpha)
    {
        TorchTensor cost = binary_cross_entropy_with_logits(x, y, reduction: torch.nn.Reduction.None);
        return ((alpha * y) + ((1 - alpha) * (1 - y))) * (1 - (-cost).exp()).pow(gamma) * cost;
    }
}
