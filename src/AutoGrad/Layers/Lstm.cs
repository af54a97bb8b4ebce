using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000): with the gates i, f, g, o as the four
/// blocks of <c>x[t] InputKernel + h[t-1] RecurrentKernel + Bias</c>, <c>c[t] = sigmoid(f) c[t-1] + sigmoid(i) tanh(g)</c> and
/// <c>h[t] = sigmoid(o) tanh(c[t])</c>, both zero at first: [time, batch, inputs] to [time, batch, units].
/// </summary>
/// <param name="inputs">How many numbers each row of the input has.</param>
/// <param name="units">How many numbers the state has.</param>
/// <param name="forgetBias">
/// The first bias of the forget gate; 1 lets gradients through from the start (Jozefowicz et al. 2015).
/// </param>
[Model]
public sealed partial class Lstm(int inputs, int units, float forgetBias = 1)
{
    /// <summary>From the input to the gates i, f, g, o, shape [inputs, 4 * units]; Glorot's uniform distribution at first.</summary>
    [Parameter("inputs", "4 * units")]
    public partial Tensor<float> InputKernel { get; }

    /// <summary>From the last state to the gates, shape [units, 4 * units]; orthogonal at first.</summary>
    [Parameter("units", "4 * units", Init = Init.Orthogonal)]
    public partial Tensor<float> RecurrentKernel { get; }

    /// <summary>What is added to the gates, shape [4 * units]; zeros at first but for the forget gate's.</summary>
    [Parameter("4 * units")]
    public partial Tensor<float> Bias { get; }

    /// <summary>Runs through a sequence from a state of zeros.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <returns>h after each step, shape [time, batch, units].</returns>
    [Forward]
    [return: Shape("time", "batch", "units")]
    public Tensor<float> Forward([Shape("time", "batch", "inputs")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> h = Zeros<float>(x.Lengths[1], units), c = Zeros<float>(x.Lengths[1], units);
        var outputs = new Tensor<float>[x.Lengths[0]];
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            (h, c) = Next(At(x, t), h, c);
            outputs[t] = h;
        }

        return Stack(0, outputs);
    }

    private (Tensor<float> Hidden, Tensor<float> Cell) Next(Tensor<float> x, Tensor<float> h, Tensor<float> c)
    {
        Tensor<float> gates = MatMul(x, InputKernel) + MatMul(h, RecurrentKernel) + Bias;
        Tensor<float> input = Sigmoid(Slice(gates, 1, 0, units)), forget = Sigmoid(Slice(gates, 1, units, units));
        Tensor<float> candidate = Nn.Tanh(Slice(gates, 1, 2 * units, units)), output = Sigmoid(Slice(gates, 1, 3 * units, units));
        Tensor<float> cell = forget * c + input * candidate;
        return (output * Nn.Tanh(cell), cell);
    }

    [Initializer]
    private void OpenForgetGates()
    {
        for (int u = units; u < 2 * units; u++)
            Bias[u] = forgetBias;
    }
}
