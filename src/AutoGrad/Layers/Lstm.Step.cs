using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <content>One step of the layer.</content>
public sealed partial class Lstm
{
    private (Tensor<float> Hidden, Tensor<float> Cell) Next(Tensor<float> x, Tensor<float> h, Tensor<float> c)
    {
        Tensor<float> gates = MatMul(x, InputKernel) + MatMul(h, RecurrentKernel) + Bias;
        Tensor<float> input = Sigmoid(Slice(gates, 1, 0, units)), forget = Sigmoid(Slice(gates, 1, units, units));
        Tensor<float> candidate = Nn.Tanh(Slice(gates, 1, 2 * units, units)), output = Sigmoid(Slice(gates, 1, 3 * units, units));
        Tensor<float> cell = forget * c + input * candidate;
        return (output * Nn.Tanh(cell), cell);
    }

    private (Tensor<float> Hidden, Tensor<float> Cell) Next(Tensor<float> x, Tensor<bool> counts, Tensor<float> h, Tensor<float> c)
    {
        (Tensor<float> hidden, Tensor<float> cell) = Next(x, h, c);
        return (Where(counts, hidden, h), Where(counts, cell, c));
    }
}
