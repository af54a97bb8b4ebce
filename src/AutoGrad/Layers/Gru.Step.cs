using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <content>One step of the layer, either way of resetting.</content>
public sealed partial class Gru
{
    private Tensor<float> Next(Tensor<float> x, Tensor<bool> counts, Tensor<float> h) => Where(counts, Next(x, h), h);

    private Tensor<float> Next(Tensor<float> x, Tensor<float> h)
    {
        Tensor<float> fromInput = MatMul(x, InputKernel) + Bias;
        return resetAfter ? ResetAfter(fromInput, h) : ResetBefore(fromInput, h);
    }

    private Tensor<float> ResetAfter(Tensor<float> fromInput, Tensor<float> h)
    {
        Tensor<float> fromState = MatMul(h, RecurrentKernel) + RecurrentBias;
        Tensor<float> reset = Sigmoid(Slice(fromInput, 1, 0, units) + Slice(fromState, 1, 0, units));
        Tensor<float> update = Sigmoid(Slice(fromInput, 1, units, units) + Slice(fromState, 1, units, units));
        Tensor<float> candidate = Nn.Tanh(Slice(fromInput, 1, 2 * units, units) + reset * Slice(fromState, 1, 2 * units, units));
        return candidate + update * (h - candidate);
    }

    private Tensor<float> ResetBefore(Tensor<float> fromInput, Tensor<float> h)
    {
        Tensor<float> gates = Sigmoid(
            Slice(fromInput, 1, 0, 2 * units) + MatMul(h, Slice(RecurrentKernel, 1, 0, 2 * units)) + Slice(RecurrentBias, 0, 0, 2 * units));
        Tensor<float> reset = Slice(gates, 1, 0, units), update = Slice(gates, 1, units, units);
        Tensor<float> candidate = Nn.Tanh(
            Slice(fromInput, 1, 2 * units, units) + MatMul(reset * h, Slice(RecurrentKernel, 1, 2 * units, units)) + Slice(RecurrentBias, 0, 2 * units, units));
        return candidate + update * (h - candidate);
    }
}
