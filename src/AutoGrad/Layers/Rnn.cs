using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <summary>
/// A simple recurrent layer (Elman 1990), <c>h[t] = tanh(x[t] InputKernel + h[t-1] RecurrentKernel + Bias)</c>, h[-1] being zero:
/// [time, batch, inputs] to [time, batch, units].
/// </summary>
/// <param name="inputs">How many numbers each row of the input has.</param>
/// <param name="units">How many numbers the state has.</param>
/// <param name="activation">What is applied to the sum.</param>
[Model]
public sealed partial class Rnn(int inputs, int units, RnnActivation activation = RnnActivation.Tanh)
{
    /// <summary>From the input to the state, shape [inputs, units]; Glorot's uniform distribution at first.</summary>
    [Parameter("inputs", "units")]
    public partial Tensor<float> InputKernel { get; }

    /// <summary>From the last state to the next, shape [units, units]; orthogonal at first.</summary>
    [Parameter("units", "units", Init = Init.Orthogonal)]
    public partial Tensor<float> RecurrentKernel { get; }

    /// <summary>What is added to each sum, shape [units]; zeros at first.</summary>
    [Parameter("units")]
    public partial Tensor<float> Bias { get; }

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
        Tensor<float> sum = MatMul(x, InputKernel) + MatMul(h, RecurrentKernel) + Bias;
        return activation == RnnActivation.Relu ? Relu(sum) : Nn.Tanh(sum);
    }
}
