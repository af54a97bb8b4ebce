using System.Numerics.Tensors;
using AutoGrad;
using AutoGrad.Layers;
using static AutoGrad.Nn;

/// <summary>A network of <paramref name="depth"/> rectified layers between two more, whose first weights are far too large.</summary>
[Model(Monitor = Monitor.Layers)]
internal sealed partial class Deep(int depth)
{
    [Parameter(16, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> First { get; }
    [Parameter("depth", 64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> Hidden { get; }
    [Parameter(64, 1, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> Last { get; }

    [Loss]
    public float Loss([Shape("batch", 16)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Relu(MatMul(x, First));
        for (int i = 0; i < depth; i++)
            h = Relu(MatMul(h, At(Hidden, i)));
        return MeanSquaredError(MatMul(h, Last), y);
    }
}

/// <summary>
/// As <see cref="Deep"/> with three layers inside, each by its name, so that the monitor tells them apart. Its clip
/// is open until somebody lowers the threshold, or replaces it.
/// </summary>
[Model(Monitor = Monitor.Layers), ClipNorm(nameof(Threshold))]
internal sealed partial class Named
{
    /// <summary>The norm from which on the gradient of a parameter is clipped.</summary>
    public float Threshold { get; init; } = float.MaxValue;

    [Parameter(16, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W1 { get; }
    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W2 { get; }
    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W3 { get; }
    [Parameter(64, 1, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W4 { get; }

    [Loss]
    public float Loss([Shape("batch", 16)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h1 = Relu(MatMul(x, W1));
        Tensor<float> h2 = Relu(MatMul(h1, W2));
        Tensor<float> h3 = Relu(MatMul(h2, W3));
        return MeanSquaredError(MatMul(h3, W4), y);
    }
}

/// <summary>A recurrent network without a squashing function, whose state is turned and stretched by 1.1 at each step.</summary>
[Model]
internal sealed partial class Recurrent
{
    [Parameter(2, 32)] public partial Tensor<float> Inputs { get; }
    [Parameter(32, 32, Init = Init.Orthogonal, Scale = 1.1f)] public partial Tensor<float> States { get; }
    [Parameter(32, 1)] public partial Tensor<float> Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 32);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = MatMul(At(x, t), Inputs) + MatMul(h, States);
        return MeanSquaredError(MatMul(h, Head), y);
    }
}

/// <summary>As <see cref="Recurrent"/>, with the gradient cut after ten steps.</summary>
[Model]
internal sealed partial class TruncatedRecurrent
{
    [Parameter(2, 32)] public partial Tensor<float> Inputs { get; }
    [Parameter(32, 32, Init = Init.Orthogonal, Scale = 1.1f)] public partial Tensor<float> States { get; }
    [Parameter(32, 1)] public partial Tensor<float> Head { get; }

    [Loss, TruncatedBackprop(10)]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 32);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = MatMul(At(x, t), Inputs) + MatMul(h, States);
        return MeanSquaredError(MatMul(h, Head), y);
    }
}

/// <summary>The same task for an LSTM.</summary>
[Model]
internal sealed partial class Gated
{
    [Layer(2, 32)] public partial Lstm Memory { get; }
    [Layer(32, 1)] public partial Dense Head { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Head.Forward(Last(Memory.Forward(x))), y);
}
