using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Functions;

/// <summary>The plain recurrent network of the documentation: a loop over time with the model's parameters in it.</summary>
[Model, ClipGlobalNorm(1.0f)]
public sealed partial class PlainRecurrent
{
    [Parameter(2, 5)]
    public partial Tensor<float> Wx { get; }

    [Parameter(5, 5, Init = Init.Orthogonal)]
    public partial Tensor<float> Wh { get; }

    [Parameter(5)]
    public partial Tensor<float> B { get; }

    [Parameter(5, 1)]
    public partial Tensor<float> Wo { get; }

    [Parameter(1)]
    public partial Tensor<float> Bo { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 2)] Tensor<float> x)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Tensor.Tanh<float>(MatMul(At(x, t), Wx) + MatMul(h, Wh) + B);
        return MatMul(h, Wo) + Bo;
    }

    [Loss]
    public float Loss([Shape("time", "batch", 2)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Predict(x), y);
}

/// <summary>How <see cref="Gated"/> steps.</summary>
public enum Cell
{
    Plain,
    Gated,
}

/// <summary>A recurrence with branches, helpers of its own, operators in place, and arguments that choose.</summary>
[Model, L2(0.01f)]
public sealed partial class Gated
{
    [Parameter(3, 4)]
    public partial Tensor<float> Wx { get; }

    [Parameter(4, 4)]
    public partial Tensor<float> Wh { get; }

    [Parameter(4)]
    public partial Tensor<float> Gate { get; }

    [Forward]
    public Tensor<float> Run([Shape("time", "batch", 3)] Tensor<float> x, Cell cell, bool isBackwards)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 4), total = Zeros<float>(x.Lengths[1], 4);
        int time = (int)x.Lengths[0];
        for (int t = 0; t < time; t++)
        {
            h = Step(At(x, isBackwards ? time - 1 - t : t), h, cell);
            total += h;
            if (Mean(total * total) > 4)
                break;
        }

        return total * (isBackwards ? 0.5f : 1f);
    }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, Cell cell, bool isBackwards)
    {
        Tensor<float> y = Run(x, cell, isBackwards);
        return cell switch { Cell.Gated => Mean(y * y), _ => Mean(Softplus(y)) };
    }

    private Tensor<float> Step(Tensor<float> x, Tensor<float> h, Cell cell)
    {
        Tensor<float> next = Tanh(MatMul(x, Wx) + MatMul(h, Wh));
        switch (cell)
        {
            case Cell.Gated:
                Tensor<float> gate = Sigmoid(next * Gate);
                return gate * next + (1f - gate) * h;
            default:
                return next + 0.1f * Gate;
        }
    }
}
