using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Recurrent;

/// <summary>Recurrent networks as plain loops, of inputs [time, batch, 3] and 5 units, that predict from the last state.</summary>
[Model]
public sealed partial class TanhNetwork
{
    [Parameter(3, 5)] public partial Tensor<float> Wx { get; }
    [Parameter(5, 5)] public partial Tensor<float> Wh { get; }
    [Parameter(5)] public partial Tensor<float> B { get; }
    [Parameter(5, 1)] public partial Tensor<float> Wo { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Tanh(MatMul(At(x, t), Wx) + MatMul(h, Wh) + B);
        return MatMul(h, Wo);
    }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

[Model]
public sealed partial class TruncatedNetwork
{
    [Parameter(3, 5)] public partial Tensor<float> Wx { get; }
    [Parameter(5, 5)] public partial Tensor<float> Wh { get; }
    [Parameter(5)] public partial Tensor<float> B { get; }
    [Parameter(5, 1)] public partial Tensor<float> Wo { get; }

    [Forward, TruncatedBackprop(3)]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Tanh(MatMul(At(x, t), Wx) + MatMul(h, Wh) + B);
        return MatMul(h, Wo);
    }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

/// <summary>The same with the stops written out.</summary>
[Model]
public sealed partial class StoppedNetwork
{
    [Parameter(3, 5)] public partial Tensor<float> Wx { get; }
    [Parameter(5, 5)] public partial Tensor<float> Wh { get; }
    [Parameter(5)] public partial Tensor<float> B { get; }
    [Parameter(5, 1)] public partial Tensor<float> Wo { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5);
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            if (t >= 1 && ((int)x.Lengths[0] - t) % 3 == 0)
                h = StopGradient(h);
            h = Tanh(MatMul(At(x, t), Wx) + MatMul(h, Wh) + B);
        }

        return MatMul(h, Wo);
    }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}

/// <summary>A loss in every step, of a network whose first state is learned.</summary>
[Model]
public sealed partial class TaggingNetwork
{
    [Parameter(3, 20)] public partial Tensor<float> Wx { get; }
    [Parameter(5, 20)] public partial Tensor<float> Wh { get; }
    [Parameter(20)] public partial Tensor<float> B { get; }
    [Parameter(5, 2)] public partial Tensor<float> Wo { get; }
    [Parameter(1, 5)] public partial Tensor<float> Start { get; }

    [Loss, TruncatedBackprop(4)]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("time", "batch", 2)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5) + Start, c = Zeros<float>(x.Lengths[1], 5);
        float loss = 0;
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            Tensor<float> gates = MatMul(At(x, t), Wx) + MatMul(h, Wh) + B;
            c = Sigmoid(Slice(gates, 1, 5, 5)) * c + Sigmoid(Slice(gates, 1, 0, 5)) * Tanh(Slice(gates, 1, 10, 5));
            h = Sigmoid(Slice(gates, 1, 15, 5)) * Tanh(c);
            loss += MeanSquaredError(MatMul(h, Wo), At(y, t));
        }

        return loss / x.Lengths[0];
    }
}

[Model]
public sealed partial class LstmNetwork
{
    [Parameter(3, 20)] public partial Tensor<float> Wx { get; }
    [Parameter(5, 20)] public partial Tensor<float> Wh { get; }
    [Parameter(20)] public partial Tensor<float> B { get; }
    [Parameter(5, 1)] public partial Tensor<float> Wo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5), c = Zeros<float>(x.Lengths[1], 5);
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            Tensor<float> gates = MatMul(At(x, t), Wx) + MatMul(h, Wh) + B;
            c = Sigmoid(Slice(gates, 1, 5, 5)) * c + Sigmoid(Slice(gates, 1, 0, 5)) * Tanh(Slice(gates, 1, 10, 5));
            h = Sigmoid(Slice(gates, 1, 15, 5)) * Tanh(c);
        }

        return MeanSquaredError(MatMul(h, Wo), y);
    }
}

[Model]
public sealed partial class GruNetwork
{
    [Parameter(3, 48)] public partial Tensor<float> Wx { get; }
    [Parameter(16, 48)] public partial Tensor<float> Wh { get; }
    [Parameter(48)] public partial Tensor<float> Bx { get; }
    [Parameter(48)] public partial Tensor<float> Bh { get; }
    [Parameter(16, 1)] public partial Tensor<float> Wo { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 16);
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            Tensor<float> input = MatMul(At(x, t), Wx) + Bx, state = MatMul(h, Wh) + Bh;
            Tensor<float> reset = Sigmoid(Slice(input, 1, 0, 16) + Slice(state, 1, 0, 16));
            Tensor<float> update = Sigmoid(Slice(input, 1, 16, 16) + Slice(state, 1, 16, 16));
            Tensor<float> candidate = Tanh(Slice(input, 1, 32, 16) + reset * Slice(state, 1, 32, 16));
            h = candidate + update * (h - candidate);
        }

        return MeanSquaredError(MatMul(h, Wo), y);
    }
}

/// <summary>Two directions over one sequence, the later one reading the earlier one's last state, and an inference path whose state is read by a product.</summary>
[Model]
public sealed partial class TwoWayNetwork
{
    [Parameter(3, 5)] public partial Tensor<float> Wx { get; }
    [Parameter(5, 5)] public partial Tensor<float> Wh { get; }
    [Parameter(5, 5)] public partial Tensor<float> Wb { get; }
    [Parameter(5, 1)] public partial Tensor<float> Wo { get; }

    [Forward]
    public Tensor<float> Predict([Shape("time", "batch", 3)] Tensor<float> x)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5);
        for (int t = (int)x.Lengths[0] - 1; t >= 0; t--)
            h = Tanh(MatMul(At(x, t), Wx) + MatMul(h, Wb));
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Tanh(MatMul(At(x, t), Wx) + MatMul(h, Transpose(Wh)));
        return MatMul(h, Wo);
    }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
}
