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
