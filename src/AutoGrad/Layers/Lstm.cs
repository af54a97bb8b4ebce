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
        return Run(x, Zeros<float>(x.Lengths[1], units), Zeros<float>(x.Lengths[1], units)).Outputs;
    }

    /// <summary>
    /// Runs through sequences of several lengths from a state of zeros. A step that its mask leaves out changes nothing: the state stays, and is
    /// the step's output too.
    /// </summary>
    /// <param name="x">Shape [time, batch, inputs]; what is left out may hold anything finite.</param>
    /// <param name="mask">Which steps count, shape [time, batch]: see <see cref="Sequences.Mask"/>.</param>
    /// <returns>h after each step, shape [time, batch, units].</returns>
    [Forward]
    [return: Shape("time", "batch", "units")]
    public Tensor<float> Forward([Shape("time", "batch", "inputs")] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Run(x, mask, Zeros<float>(x.Lengths[1], units), Zeros<float>(x.Lengths[1], units)).Outputs;
    }

    /// <summary>Runs through a sequence from a given state.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <param name="hidden">h before the first step, shape [batch, units].</param>
    /// <param name="cell">c before the first step, shape [batch, units].</param>
    /// <returns>h after each step, shape [time, batch, units], and the last state, shape [batch, units].</returns>
    [Forward]
    public (Tensor<float> Outputs, Tensor<float> Hidden, Tensor<float> Cell) ForwardFrom([Shape("time", "batch", "inputs")] Tensor<float> x, [Shape("batch", "units")] Tensor<float> hidden, [Shape("batch", "units")] Tensor<float> cell)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Run(x, hidden, cell);
    }

    /// <summary>Runs through sequences of several lengths from a given state: see the overload of Forward with a mask.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <param name="mask">Which steps count, shape [time, batch].</param>
    /// <param name="hidden">h before the first step, shape [batch, units].</param>
    /// <param name="cell">c before the first step, shape [batch, units].</param>
    /// <returns>h after each step, shape [time, batch, units], and the last state, shape [batch, units].</returns>
    [Forward]
    public (Tensor<float> Outputs, Tensor<float> Hidden, Tensor<float> Cell) ForwardFrom(
        [Shape("time", "batch", "inputs")] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask, [Shape("batch", "units")] Tensor<float> hidden, [Shape("batch", "units")] Tensor<float> cell)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Run(x, mask, hidden, cell);
    }

    /// <summary>Runs through a sequence from its end to its beginning.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <returns>h after each step, which has seen this one and those behind it, shape [time, batch, units].</returns>
    [Forward]
    [return: Shape("time", "batch", "units")]
    public Tensor<float> ForwardReversed([Shape("time", "batch", "inputs")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> hidden = Zeros<float>(x.Lengths[1], units), cell = Zeros<float>(x.Lengths[1], units);
        var outputs = new Tensor<float>[x.Lengths[0]];
        for (int t = (int)x.Lengths[0] - 1; t >= 0; t--)
        {
            (hidden, cell) = Next(At(x, t), hidden, cell);
            outputs[t] = hidden;
        }

        return Stack(0, outputs);
    }

    /// <summary>Runs through sequences of several lengths from their ends to their beginnings.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <param name="mask">Which steps count, shape [time, batch].</param>
    /// <returns>h after each step, which has seen this one and those behind it, shape [time, batch, units].</returns>
    [Forward]
    [return: Shape("time", "batch", "units")]
    public Tensor<float> ForwardReversed([Shape("time", "batch", "inputs")] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> hidden = Zeros<float>(x.Lengths[1], units), cell = Zeros<float>(x.Lengths[1], units);
        var outputs = new Tensor<float>[x.Lengths[0]];
        for (int t = (int)x.Lengths[0] - 1; t >= 0; t--)
        {
            (hidden, cell) = Next(At(x, t), Reshape(At(mask, t), -1, 1), hidden, cell);
            outputs[t] = hidden;
        }

        return Stack(0, outputs);
    }

    /// <summary>Runs through a sequence whose first axis is the batch.</summary>
    /// <param name="x">Shape [batch, time, inputs].</param>
    /// <returns>h after each step, shape [batch, time, units].</returns>
    [Forward]
    [return: Shape("batch", "time", "units")]
    public Tensor<float> ForwardBatchMajor([Shape("batch", "time", "inputs")] Tensor<float> x) => Transpose(Forward(Transpose(x, 0, 1)), 0, 1);

    private (Tensor<float> Outputs, Tensor<float> Hidden, Tensor<float> Cell) Run(Tensor<float> x, Tensor<float> hidden, Tensor<float> cell)
    {
        var outputs = new Tensor<float>[x.Lengths[0]];
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            (hidden, cell) = Next(At(x, t), hidden, cell);
            outputs[t] = hidden;
        }

        return (Stack(0, outputs), hidden, cell);
    }

    private (Tensor<float> Outputs, Tensor<float> Hidden, Tensor<float> Cell) Run(Tensor<float> x, Tensor<bool> mask, Tensor<float> hidden, Tensor<float> cell)
    {
        var outputs = new Tensor<float>[x.Lengths[0]];
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            (hidden, cell) = Next(At(x, t), Reshape(At(mask, t), -1, 1), hidden, cell);
            outputs[t] = hidden;
        }

        return (Stack(0, outputs), hidden, cell);
    }

    [Initializer]
    private void OpenForgetGates()
    {
        for (int u = units; u < 2 * units; u++)
            Bias[u] = forgetBias;
    }
}
