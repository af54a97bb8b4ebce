using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>A leaf of torch's for each parameter of ours, some of them transposed, and what it computes of them.</summary>
internal sealed record TorchSide(IReadOnlyDictionary<string, (TorchTensor Leaf, bool IsTransposed)> Leaves, Func<TorchTensor> Value);

/// <summary>
/// A layer of one configuration: its declaration and its call in C#, over a parameter X that is its input, so that the input has a gradient too,
/// and the same in torch. <paramref name="Torch"/> makes torch's side of leaves that have our parameters' values.
/// </summary>
internal sealed record LayerCase(string Layer, string Arguments, int[] Input, Func<IReadOnlyDictionary<string, TorchTensor>, TorchSide> Torch)
{
    /// <summary>Which steps are seen, or none, where there is no mask.</summary>
    public bool[] Mask { get; init; } = [];

    /// <summary>The shape of the mask.</summary>
    public int[] MaskShape => Input[..^1];

    /// <summary>The rate of the ten steps.</summary>
    public float LearningRate { get; init; } = 0.002f;

    /// <summary>
    /// Whether one or two numbers are normalised, to almost the same whatever they are: gradients of what they come from are small, because the terms that
    /// they are the sums of cancel. Their rounding is that of the terms, which are as large as the gradients of all parameters together.
    /// </summary>
    public bool Cancels { get; init; }

    public override string ToString() => $"{Layer}({Arguments}) of [{string.Join(", ", Input)}]{(Mask.Length > 0 ? ", masked" : "")}";

    /// <summary>The C# of the model and its subject.</summary>
    public string Source(string name)
    {
        string shape = string.Join(", ", Input);
        (string mask, string maskArgument) = Mask.Length > 0 ? ($", [Shape({string.Join(", ", MaskShape)})] Tensor<bool> mask", ", mask") : ("", "");
        (string type, string input) = Mask.Length > 0 ? (", Tensor<bool>", ", (Tensor<bool>)Inputs[1]") : ("", "");
        return $$"""
            [Model]
            public sealed partial class {{name}}
            {
                [Parameter({{shape}}, Init = Init.Normal)] public partial Tensor<float> X { get; }
                [Layer({{Arguments}})] public partial AutoGrad.Layers.{{Layer}} L { get; }
                [Forward] public Tensor<float> Value([Shape({{shape}})] Tensor<float> weights{{mask}}) => L.Forward(X{{maskArgument}}) * weights;
                [Loss] public float Loss([Shape({{shape}})] Tensor<float> weights{{mask}}) => Sum(Value(weights{{maskArgument}}));
            }

            public sealed class {{name}}Subject : AutoGrad.EndToEnd.Tests.Testing.Subject
            {
                private readonly {{name}} _model = new(seed: 1);
                private ITrainable<Tensor<float>{{type}}> Trainable => _model;
                public override ParameterSet Parameters => _model.Parameters;
                public override float Eager() => _model.Loss((Tensor<float>)Inputs[0]{{input}});
                public override float LossGradient() => Trainable.LossGradient((Tensor<float>)Inputs[0]{{input}});
                public override StepReport TrainStep(Optimizer optimizer) => Trainable.TrainStep((Tensor<float>)Inputs[0]{{input}}, optimizer);
                public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients) => Trainable.LossGradientInDouble(parameters, gradients, (Tensor<float>)Inputs[0]{{input}});
                public override Tensor<float>? EagerValue() => _model.Value((Tensor<float>)Inputs[0]{{input}});
                public override void FusedValue(in TensorSpan<float> destination) => _model.Value((Tensor<float>)Inputs[0]{{input}}, destination);
            }

            """;
    }
}
