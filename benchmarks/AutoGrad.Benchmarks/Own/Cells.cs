using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

/// <summary>Recurrent networks as a user writes them: plain loops over time. Each returns the last state.</summary>
internal static class Cells
{
    public static Tensor<float> Rnn(Tensor<float> x, Tensor<float> wx, Tensor<float> wh, Tensor<float> b, int units)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], units);
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Tanh(MatMul(At(x, t), wx) + MatMul(h, wh) + b);
        return h;
    }

    public static Tensor<float> Gru(Tensor<float> x, Tensor<float> wx, Tensor<float> wh, Tensor<float> bx, Tensor<float> bh, int units)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], units);
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            Tensor<float> fromInput = MatMul(At(x, t), wx) + bx;
            Tensor<float> fromState = MatMul(h, wh) + bh;
            Tensor<float> reset = Sigmoid(Slice(fromInput, 1, 0, units) + Slice(fromState, 1, 0, units));
            Tensor<float> update = Sigmoid(Slice(fromInput, 1, units, units) + Slice(fromState, 1, units, units));
            Tensor<float> candidate = Tanh(Slice(fromInput, 1, 2 * units, units) + reset * Slice(fromState, 1, 2 * units, units));
            h = candidate + update * (h - candidate);
        }

        return h;
    }

    public static Tensor<float> Lstm(Tensor<float> x, Tensor<float> wx, Tensor<float> wh, Tensor<float> b, int units)
    {
        Tensor<float> h = Zeros<float>(x.Lengths[1], units), c = Zeros<float>(x.Lengths[1], units);
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            Tensor<float> gates = MatMul(At(x, t), wx) + MatMul(h, wh) + b;
            Tensor<float> input = Sigmoid(Slice(gates, 1, 0, units)), forget = Sigmoid(Slice(gates, 1, units, units));
            Tensor<float> candidate = Tanh(Slice(gates, 1, 2 * units, units)), output = Sigmoid(Slice(gates, 1, 3 * units, units));
            c = forget * c + input * candidate;
            h = output * Tanh(c);
        }

        return h;
    }
}
