using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>What the layers do, written as a user would.</summary>
[Model]
public sealed partial class WrittenRnn
{
    [Parameter(3, 5)] public partial Tensor<float> InputKernel { get; }
    [Parameter(5, 5)] public partial Tensor<float> RecurrentKernel { get; }
    [Parameter(5)] public partial Tensor<float> Bias { get; }
    [Parameter(5, 1)] public partial Tensor<float> HeadKernel { get; }
    [Parameter(1)] public partial Tensor<float> HeadBias { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Tanh(MatMul(At(x, t), InputKernel) + MatMul(h, RecurrentKernel) + Bias);
        return MeanSquaredError(MatMul(h, HeadKernel) + HeadBias, y);
    }
}

[Model]
public sealed partial class WrittenLstm
{
    [Parameter(3, 20)] public partial Tensor<float> InputKernel { get; }
    [Parameter(5, 20)] public partial Tensor<float> RecurrentKernel { get; }
    [Parameter(20)] public partial Tensor<float> Bias { get; }
    [Parameter(5, 1)] public partial Tensor<float> HeadKernel { get; }
    [Parameter(1)] public partial Tensor<float> HeadBias { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5), c = Zeros<float>(x.Lengths[1], 5);
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            Tensor<float> gates = MatMul(At(x, t), InputKernel) + MatMul(h, RecurrentKernel) + Bias;
            Tensor<float> input = Sigmoid(Slice(gates, 1, 0, 5)), forget = Sigmoid(Slice(gates, 1, 5, 5));
            Tensor<float> candidate = Tanh(Slice(gates, 1, 10, 5)), output = Sigmoid(Slice(gates, 1, 15, 5));
            c = forget * c + input * candidate;
            h = output * Tanh(c);
        }
        return MeanSquaredError(MatMul(h, HeadKernel) + HeadBias, y);
    }
}

[Model]
public sealed partial class WrittenGru
{
    [Parameter(3, 15)] public partial Tensor<float> InputKernel { get; }
    [Parameter(5, 15)] public partial Tensor<float> RecurrentKernel { get; }
    [Parameter(15)] public partial Tensor<float> Bias { get; }
    [Parameter(15)] public partial Tensor<float> RecurrentBias { get; }
    [Parameter(5, 1)] public partial Tensor<float> HeadKernel { get; }
    [Parameter(1)] public partial Tensor<float> HeadBias { get; }

    [Loss]
    public float Loss([Shape("time", "batch", 3)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], 5);
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            Tensor<float> fromInput = MatMul(At(x, t), InputKernel) + Bias, fromState = MatMul(h, RecurrentKernel) + RecurrentBias;
            Tensor<float> reset = Sigmoid(Slice(fromInput, 1, 0, 5) + Slice(fromState, 1, 0, 5));
            Tensor<float> update = Sigmoid(Slice(fromInput, 1, 5, 5) + Slice(fromState, 1, 5, 5));
            Tensor<float> candidate = Tanh(Slice(fromInput, 1, 10, 5) + reset * Slice(fromState, 1, 10, 5));
            h = candidate + update * (h - candidate);
        }
        return MeanSquaredError(MatMul(h, HeadKernel) + HeadBias, y);
    }
}
