using static TorchSharp.torch;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>
/// A model around a layer with a window: a convolution of one element, so that gradients of the layer's input are seen in its weights, tanh, and
/// the layer. The loss is the mean square of what comes out, less 0.3. <paramref name="Image"/>: the lengths after batch and channels.
/// </summary>
internal sealed record WindowLayer(string Name, string Layer, string Arguments, int Channels, int[] Image, Func<TorchTensor, TorchTensor[], TorchTensor> Torch)
{
    public const int Batch = 3, Inputs = 2;

    /// <summary>The arguments of the model's constructor, and their values, where the geometry is known at run time only.</summary>
    public (string Parameters, string Values) Constructor { get; init; } = ("", "");

    /// <summary>Whether the model knows the lengths of images at run time only.</summary>
    public bool HasNamedLengths { get; init; }

    public string Source
    {
        get
        {
            string first = Image.Length == 2 ? "Conv2d" : "Conv1d";
            string lengths = string.Join(", ", HasNamedLengths ? ["\"height\"", "\"width\""] : Image.Select(l => l.ToString(System.Globalization.CultureInfo.InvariantCulture)));
            string image = $"[Shape(\"n\", {Inputs}, {lengths})] Tensor<float> x";
            string head = Constructor.Parameters.Length > 0 ? $"({Constructor.Parameters}, int seed = 0)" : "";
            string creation = Constructor.Parameters.Length > 0 ? $"({Constructor.Values}, seed: 3)" : "(seed: 3)";
            return $$"""
                [Model]
                public sealed partial class {{Name}}{{head}}
                {
                    [Layer({{Inputs}}, {{Channels}}, 1)] public partial {{first}} First { get; }
                    [Layer({{Arguments}})] public partial {{Layer}} Last { get; }

                    [Forward]
                    public Tensor<float> Predict({{image}}) => Last.Forward(Tanh(First.Forward(x)));

                    [Loss]
                    public float Loss({{image}})
                    {
                        Tensor<float> error = Predict(x) - 0.3f;
                        return Mean(error * error);
                    }
                }

                public sealed class {{Name}}Subject : AutoGrad.EndToEnd.Tests.Testing.Subject
                {
                    private readonly {{Name}} _model = new{{creation}};
                    private ITrainable<Tensor<float>> Trainable => _model;
                    public override ParameterSet Parameters => _model.Parameters;
                    public override float Eager() => _model.Loss((Tensor<float>)Inputs[0]);
                    public override float LossGradient() => _model.LossGradient((Tensor<float>)Inputs[0]);
                    public override StepReport TrainStep(Optimizer optimizer) => _model.TrainStep((Tensor<float>)Inputs[0], optimizer);
                    public override double InDouble(ReadOnlySpan<double> parameters, Span<double> gradients) => Trainable.LossGradientInDouble(parameters, gradients, (Tensor<float>)Inputs[0]);
                    public override Tensor<float>? EagerValue() => _model.Predict((Tensor<float>)Inputs[0]);
                    public override void FusedValue(in TensorSpan<float> destination) => _model.Predict((Tensor<float>)Inputs[0], destination);
                }

                """;
        }
    }

    /// <summary>What the model computes, in torch, of its parameters in order.</summary>
    public TorchTensor Predict(TorchTensor x, TorchTensor[] parameters)
    {
        TorchTensor h = Image.Length == 2 ? nn.functional.conv2d(x, parameters[0], parameters[1]) : nn.functional.conv1d(x, parameters[0], parameters[1]);
        return Torch(h.tanh(), parameters[2..]);
    }

    public override string ToString() => $"{Layer}({Arguments}) of [{string.Join(", ", Image)}]";
}
