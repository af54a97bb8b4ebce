using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Health;

/// <summary>Two layers of ReLU whose error gradients are recorded.</summary>
[Model(Monitor = Monitor.Layers)]
internal sealed partial class Watched
{
    [Parameter(3, 5, Init = Init.HeNormal)] public partial Tensor<float> W1 { get; }

    [Parameter(5, 4, Init = Init.HeNormal)] public partial Tensor<float> W2 { get; }

    [Forward]
    public Tensor<float> Predict([Shape("batch", 3)] Tensor<float> x)
    {
        Tensor<float> hidden = Relu(MatMul(x, W1));
        Tensor<float> squashed = Tanh(hidden * 2f);
        return MatMul(squashed, W2);
    }

    [Loss]
    public float Loss([Shape("batch", 3)] Tensor<float> x, [Shape("batch", 4)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

/// <summary>A deep network whose weights are far too large, or not, by the scale that its weights are multiplied by after initialisation.</summary>
[Model(Monitor = Monitor.Layers)]
internal sealed partial class Deep
{
    [Parameter(16, 32, Init = Init.HeNormal)] public partial Tensor<float> W1 { get; }

    [Parameter(32, 32, Init = Init.HeNormal)] public partial Tensor<float> W2 { get; }

    [Parameter(32, 32, Init = Init.HeNormal)] public partial Tensor<float> W3 { get; }

    [Parameter(32, 1, Init = Init.HeNormal)] public partial Tensor<float> W4 { get; }

    [Forward]
    public Tensor<float> Predict([Shape("batch", 16)] Tensor<float> x)
    {
        Tensor<float> h1 = Relu(MatMul(x, W1));
        Tensor<float> h2 = Relu(MatMul(h1, W2));
        Tensor<float> h3 = Relu(MatMul(h2, W3));
        return MatMul(h3, W4);
    }

    [Loss]
    public float Loss([Shape("batch", 16)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);

    /// <summary>The model, with all weights multiplied.</summary>
    internal static Deep Scaled(float scale)
    {
        var model = new Deep(seed: 1);
        foreach (Parameter p in model.Parameters)
            Tensor.Multiply<float>(p.Value, scale, p.Value);
        return model;
    }
}

/// <summary>A clip at a threshold that may change from step to step, and one by units.</summary>
[Model, ClipGlobalNorm(nameof(Limit))]
internal sealed partial class Limited
{
    public float Limit { get; set; } = 0.5f;

    [Parameter(3, 4)] public partial Tensor<float> W { get; }

    [Parameter(4), AdaptiveClip(0.1f, 0.01f)] public partial Tensor<float> B { get; }

    [Loss]
    public float Loss([Shape("batch", 3)] Tensor<float> x, [Shape("batch", 4)] Tensor<float> y) => MeanSquaredError(MatMul(x, W) + B, y);
}

/// <summary>A recurrence whose variables are recorded, step by step.</summary>
[Model(Monitor = Monitor.Layers)]
internal sealed partial class WatchedRecurrence
{
    [Parameter(2, 3)] public partial Tensor<float> Wx { get; }

    [Parameter(3, 3)] public partial Tensor<float> Wh { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 3)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 3);
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            Tensor<float> z = MatMul(At(x, t), Wx) + MatMul(h, Wh);
            h = Tanh(z);
        }

        return MeanSquaredError(h, y);
    }
}

/// <summary>A layer with a variable.</summary>
[Model]
internal sealed partial class Part
{
    [Parameter(3, 3, Init = Init.HeNormal)] public partial Tensor<float> W { get; }

    [Forward]
    public Tensor<float> Forward([Shape("n", 3)] Tensor<float> x)
    {
        Tensor<float> z = Tanh(MatMul(x, W));
        return 2f * z;
    }
}

/// <summary>A layer that has a layer.</summary>
[Model]
internal sealed partial class Outer
{
    [Layer] public partial Part Inner { get; }

    [Forward]
    public Tensor<float> Forward([Shape("n", 3)] Tensor<float> x) => Tanh(Inner.Forward(x));
}

/// <summary>Variables of layers.</summary>
[Model(Monitor = Monitor.Layers)]
internal sealed partial class WatchedParts
{
    [Layer] public partial Part First { get; }

    [Layer] public partial Outer Second { get; }

    [Loss]
    public float Loss([Shape("n", 3)] Tensor<float> x, [Shape("n", 3)] Tensor<float> y)
    {
        Tensor<float> middle = First.Forward(x);
        return MeanSquaredError(Second.Forward(middle), y);
    }
}
