using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Health;

/// <summary>The digits' network, watched.</summary>
[Model(Monitor = Monitor.Layers), ClipNorm(1.0f), L2(1e-4f)]
internal sealed partial class DigitNetwork
{
    [Parameter(64, 128, Init = Init.HeNormal)] public partial Tensor<float> W1 { get; }

    [Parameter(128)] public partial Tensor<float> B1 { get; }

    [Parameter(128, 10)] public partial Tensor<float> W2 { get; }

    [Parameter(10)] public partial Tensor<float> B2 { get; }

    [Loss]
    public float Loss([Shape("batch", 64)] Tensor<float> images, [Shape("batch")] Tensor<int> labels)
    {
        Tensor<float> hidden = Relu(MatMul(images, W1) + B1);
        Tensor<float> logits = MatMul(hidden, W2) + B2;
        return SoftmaxCrossEntropy(logits, labels);
    }
}

/// <summary>The adding problem's LSTM, watched.</summary>
[Model(Monitor = Monitor.Layers), ClipGlobalNorm(1.0f)]
internal sealed partial class AddingLstm
{
    [Layer(2, 32)] public partial Lstm Memory { get; }

    [Layer(32, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> last = Last(Memory.Forward(x));
        Tensor<float> sum = Head.Forward(last);
        return MeanSquaredError(sum, y);
    }
}

/// <summary>The regression's network, watched, for a target that is scaled; its answers are small at first.</summary>
[Model(Monitor = Monitor.Layers)]
internal sealed partial class ScaledRegression
{
    [Parameter(20, 25, Init = Init.HeUniform)] public partial Tensor<float> W1 { get; }

    [Parameter(25)] public partial Tensor<float> B1 { get; }

    [Parameter(25, 1, Scale = 0.3f)] public partial Tensor<float> W2 { get; }

    [Parameter(1)] public partial Tensor<float> B2 { get; }

    [Loss]
    public float Loss([Shape("batch", 20)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> hidden = Relu(MatMul(x, W1) + B1);
        Tensor<float> prediction = MatMul(hidden, W2) + B2;
        return MeanSquaredError(prediction, y);
    }
}

/// <summary>The regression's network with a target in the hundreds, as the sample has it.</summary>
[Model]
internal sealed partial class UnscaledRegression
{
    [Parameter(20, 25, Init = Init.HeUniform)] public partial Tensor<float> W1 { get; }

    [Parameter(25)] public partial Tensor<float> B1 { get; }

    [Parameter(25, 1)] public partial Tensor<float> W2 { get; }

    [Parameter(1)] public partial Tensor<float> B2 { get; }

    [Loss]
    public float Loss([Shape("batch", 20)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Relu(MatMul(x, W1) + B1), W2) + B2, y);
}

#pragma warning disable AG5001 // It is here to explode.
/// <summary>A deep network with weights far too large: the one that the documentation watches blow up.</summary>
[Model(Monitor = Monitor.Layers)]
internal sealed partial class TooHot
{
    [Parameter(16, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W1 { get; }

    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W2 { get; }

    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W3 { get; }

    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W4 { get; }

    [Parameter(64, 1, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W5 { get; }

    [Forward]
    public Tensor<float> Predict([Shape("batch", 16)] Tensor<float> x)
    {
        Tensor<float> h1 = Relu(MatMul(x, W1));
        Tensor<float> h2 = Relu(MatMul(h1, W2));
        Tensor<float> h3 = Relu(MatMul(h2, W3));
        Tensor<float> h4 = Relu(MatMul(h3, W4));
        return MatMul(h4, W5);
    }

    [Loss]
    public float Loss([Shape("batch", 16)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}
#pragma warning restore AG5001

/// <summary>A recurrent cell with weights far too large, as a loop through which the gradient flows all the way.</summary>
[Model]
internal sealed partial class LongMemory
{
    [Parameter(2, 16)] public partial Tensor<float> Wx { get; }

    [Parameter(16, 16, Init = Init.Normal, Scale = 0.6f)] public partial Tensor<float> Wh { get; }

    [Parameter(16, 1)] public partial Tensor<float> Wo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 16);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Relu(MatMul(At(x, t), Wx) + MatMul(h, Wh));
        return MeanSquaredError(MatMul(h, Wo), y);
    }
}

/// <summary>The same, whose gradient flows through two steps.</summary>
[Model]
internal sealed partial class ShortMemory
{
    [Parameter(2, 16)] public partial Tensor<float> Wx { get; }

    [Parameter(16, 16, Init = Init.Normal, Scale = 0.6f)] public partial Tensor<float> Wh { get; }

    [Parameter(16, 1)] public partial Tensor<float> Wo { get; }

    [Loss, TruncatedBackprop(2)]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 16);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Relu(MatMul(At(x, t), Wx) + MatMul(h, Wh));
        return MeanSquaredError(MatMul(h, Wo), y);
    }
}

/// <summary>The same from other initial weights.</summary>
[Model]
internal sealed partial class OrthogonalMemory
{
    [Parameter(2, 16)] public partial Tensor<float> Wx { get; }

    [Parameter(16, 16, Init = Init.Orthogonal)] public partial Tensor<float> Wh { get; }

    [Parameter(16, 1)] public partial Tensor<float> Wo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 16);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Relu(MatMul(At(x, t), Wx) + MatMul(h, Wh));
        return MeanSquaredError(MatMul(h, Wo), y);
    }
}

/// <summary>A network that leaves open whether its cell is gated.</summary>
/// <param name="isGated">Whether it is an LSTM.</param>
[Model]
internal sealed partial class ChosenMemory(bool isGated)
{
    [Layer(2, 16)] public partial Rnn Plain { get; }

    [Layer(2, 16)] public partial Lstm Gated { get; }

    [Layer(16, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> last;
        if (isGated)
            last = Last(Gated.Forward(x));
        else
            last = Last(Plain.Forward(x));
        return MeanSquaredError(Head.Forward(last), y);
    }
}

#pragma warning disable AG5002 // Its weights are multiplied before it is used, so that it explodes.
/// <summary>Many layers, whose weights are too large.</summary>
[Model]
internal sealed partial class ManyLayers
{
    [Layer(16, 16, Repeat = 12)] public partial Dense[] Hidden { get; }

    [Layer(16, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("batch", 16)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = x;
        foreach (Dense layer in Hidden)
            h = Relu(layer.Forward(h));
        return MeanSquaredError(Head.Forward(h), y);
    }
}
#pragma warning restore AG5002

/// <summary>Fewer layers.</summary>
[Model]
internal sealed partial class FewLayers
{
    [Layer(16, 16, Repeat = 3)] public partial Dense[] Hidden { get; }

    [Layer(16, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("batch", 16)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = x;
        foreach (Dense layer in Hidden)
            h = Relu(layer.Forward(h));
        return MeanSquaredError(Head.Forward(h), y);
    }
}
