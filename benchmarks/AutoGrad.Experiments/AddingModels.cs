using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.Experiments;

[Model, ClipGlobalNorm(1f)]
internal sealed partial class AddingRnn
{
    [Layer(2, 32)] public partial Rnn Memory { get; }
    [Layer(32, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(1f)]
internal sealed partial class AddingGru
{
    [Layer(2, 32)] public partial Gru Memory { get; }
    [Layer(32, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}

[Model, ClipGlobalNorm(1f)]
internal sealed partial class AddingLstm
{
    [Layer(2, 32)] public partial Lstm Memory { get; }
    [Layer(32, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}
