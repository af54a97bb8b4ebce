using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <summary>
/// A gated recurrent unit (Cho et al. 2014): with the blocks r, z, n of <c>a = x[t] InputKernel + Bias</c> and
/// <c>b = h[t-1] RecurrentKernel + RecurrentBias</c>, <c>r = sigmoid(a.r + b.r)</c>, <c>z = sigmoid(a.z + b.z)</c>,
/// <c>n = tanh(a.n + r b.n)</c> and <c>h[t] = (1 - z) n + z h[t-1]</c>, zero at first: [time, batch, inputs] to [time, batch, units].
/// </summary>
/// <param name="inputs">How many numbers each row of the input has.</param>
/// <param name="units">How many numbers the state has.</param>
/// <param name="resetAfter">
/// Whether the reset gate applies to the product of the state, as in PyTorch, cuDNN and Keras; or to the state before it, as in the paper's first
/// version: <c>n = tanh(a.n + (r h[t-1]) RecurrentKernel.n + RecurrentBias.n)</c>.
/// </param>
[Model]
public sealed partial class Gru(int inputs, int units, bool resetAfter = true)
{
    /// <summary>From the input to the gates r, z, n, shape [inputs, 3 * units]; Glorot's uniform distribution at first.</summary>
    [Parameter("inputs", "3 * units")]
    public partial Tensor<float> InputKernel { get; }

    /// <summary>From the last state to the gates, shape [units, 3 * units]; orthogonal at first.</summary>
    [Parameter("units", "3 * units", Init = Init.Orthogonal)]
    public partial Tensor<float> RecurrentKernel { get; }

    /// <summary>What is added to the input's product, shape [3 * units]; zeros at first.</summary>
    [Parameter("3 * units")]
    public partial Tensor<float> Bias { get; }

    /// <summary>What is added to the state's product, shape [3 * units]; zeros at first.</summary>
    [Parameter("3 * units")]
    public partial Tensor<float> RecurrentBias { get; }

    /// <summary>Runs through a sequence from a state of zeros.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <returns>The state after each step, shape [time, batch, units].</returns>
    [Forward]
    [return: Shape("time", "batch", "units")]
    public Tensor<float> Forward([Shape("time", "batch", "inputs")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> h = Zeros<float>(x.Lengths[1], units);
        var states = new Tensor<float>[x.Lengths[0]];
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            h = Next(At(x, t), h);
            states[t] = h;
        }

        return Stack(0, states);
    }

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
