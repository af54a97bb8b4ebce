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
        return Run(x, Zeros<float>(x.Lengths[1], units)).Outputs;
    }

    /// <summary>
    /// Runs through sequences of several lengths from a state of zeros. A step that its mask leaves out changes nothing: the state stays, and is
    /// the step's output too.
    /// </summary>
    /// <param name="x">Shape [time, batch, inputs]; what is left out may hold anything finite.</param>
    /// <param name="mask">Which steps count, shape [time, batch]: see <see cref="Sequences.Mask"/>.</param>
    /// <returns>The state after each step, shape [time, batch, units].</returns>
    [Forward]
    [return: Shape("time", "batch", "units")]
    public Tensor<float> Forward([Shape("time", "batch", "inputs")] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Run(x, mask, Zeros<float>(x.Lengths[1], units)).Outputs;
    }

    /// <summary>Runs through a sequence from a given state.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <param name="hidden">The state before the first step, shape [batch, units].</param>
    /// <returns>The state after each step, shape [time, batch, units], and the last state, shape [batch, units].</returns>
    [Forward]
    public (Tensor<float> Outputs, Tensor<float> Hidden) ForwardFrom([Shape("time", "batch", "inputs")] Tensor<float> x, [Shape("batch", "units")] Tensor<float> hidden)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Run(x, hidden);
    }

    /// <summary>Runs through sequences of several lengths from a given state: see the overload of Forward with a mask.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <param name="mask">Which steps count, shape [time, batch].</param>
    /// <param name="hidden">The state before the first step, shape [batch, units].</param>
    /// <returns>The state after each step, shape [time, batch, units], and the last state, shape [batch, units].</returns>
    [Forward]
    public (Tensor<float> Outputs, Tensor<float> Hidden) ForwardFrom(
        [Shape("time", "batch", "inputs")] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask, [Shape("batch", "units")] Tensor<float> hidden)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Run(x, mask, hidden);
    }

    /// <summary>Runs through a sequence from its end to its beginning.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <returns>The state after each step, which has seen this one and those behind it, shape [time, batch, units].</returns>
    [Forward]
    [return: Shape("time", "batch", "units")]
    public Tensor<float> ForwardReversed([Shape("time", "batch", "inputs")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> hidden = Zeros<float>(x.Lengths[1], units);
        var outputs = new Tensor<float>[x.Lengths[0]];
        for (int t = (int)x.Lengths[0] - 1; t >= 0; t--)
        {
            hidden = Next(At(x, t), hidden);
            outputs[t] = hidden;
        }

        return Stack(0, outputs);
    }

    /// <summary>Runs through sequences of several lengths from their ends to their beginnings.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <param name="mask">Which steps count, shape [time, batch].</param>
    /// <returns>The state after each step, which has seen this one and those behind it, shape [time, batch, units].</returns>
    [Forward]
    [return: Shape("time", "batch", "units")]
    public Tensor<float> ForwardReversed([Shape("time", "batch", "inputs")] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> hidden = Zeros<float>(x.Lengths[1], units);
        var outputs = new Tensor<float>[x.Lengths[0]];
        for (int t = (int)x.Lengths[0] - 1; t >= 0; t--)
        {
            hidden = Next(At(x, t), Reshape(At(mask, t), -1, 1), hidden);
            outputs[t] = hidden;
        }

        return Stack(0, outputs);
    }

    /// <summary>Runs through a sequence whose first axis is the batch.</summary>
    /// <param name="x">Shape [batch, time, inputs].</param>
    /// <returns>The state after each step, shape [batch, time, units].</returns>
    [Forward]
    [return: Shape("batch", "time", "units")]
    public Tensor<float> ForwardBatchMajor([Shape("batch", "time", "inputs")] Tensor<float> x) => Transpose(Forward(Transpose(x, 0, 1)), 0, 1);

    private (Tensor<float> Outputs, Tensor<float> Hidden) Run(Tensor<float> x, Tensor<float> hidden)
    {
        var outputs = new Tensor<float>[x.Lengths[0]];
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            hidden = Next(At(x, t), hidden);
            outputs[t] = hidden;
        }

        return (Stack(0, outputs), hidden);
    }

    private (Tensor<float> Outputs, Tensor<float> Hidden) Run(Tensor<float> x, Tensor<bool> mask, Tensor<float> hidden)
    {
        var outputs = new Tensor<float>[x.Lengths[0]];
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            hidden = Next(At(x, t), Reshape(At(mask, t), -1, 1), hidden);
            outputs[t] = hidden;
        }

        return (Stack(0, outputs), hidden);
    }
}
