using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.Experiments;

/// <summary>An LSTM of 30 units, a hidden layer of 75, one logit in every step.</summary>
[Model, ClipGlobalNorm(1f)]
internal sealed partial class ClippedParity
{
    [Layer(30, 30)] public partial Lstm Memory { get; }
    [Layer(30, 75)] public partial Dense Hidden { get; }
    [Layer(75, 1)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 30)] Tensor<float> x) => Head.Forward(Relu(Hidden.Forward(Reshape(Memory.Forward(x), -1, 30))));

    [Loss]
    public float Loss([Shape("time", "batch", 30)] Tensor<float> x, [Shape("time", "batch", 1)] Tensor<float> y) => BinaryCrossEntropy(Reshape(Predict(x), x.Lengths[0], x.Lengths[1], 1), y);
}

/// <summary>The same without a clip.</summary>
[Model]
internal sealed partial class FreeParity
{
    [Layer(30, 30)] public partial Lstm Memory { get; }
    [Layer(30, 75)] public partial Dense Hidden { get; }
    [Layer(75, 1)] public partial Dense Head { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 30)] Tensor<float> x) => Head.Forward(Relu(Hidden.Forward(Reshape(Memory.Forward(x), -1, 30))));

    [Loss]
    public float Loss([Shape("time", "batch", 30)] Tensor<float> x, [Shape("time", "batch", 1)] Tensor<float> y) => BinaryCrossEntropy(Reshape(Predict(x), x.Lengths[0], x.Lengths[1], 1), y);
}
