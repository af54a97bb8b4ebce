using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>
/// Two layers of <see cref="Rnn"/>, one from the beginning to the end and one back (Schuster and Paliwal 1997): [time, batch, inputs] to
/// [time, batch, 2 * units], the outputs of <see cref="Ahead"/> before those of <see cref="Back"/>.
/// </summary>
/// <param name="inputs">How many numbers each row of the input has.</param>
/// <param name="units">How many numbers the state of each direction has.</param>
/// <param name="activation">What is applied to the sums.</param>
[Model]
public sealed partial class BidirectionalRnn(int inputs, int units, RnnActivation activation = RnnActivation.Tanh)
{
    /// <summary>From the beginning to the end.</summary>
    [Layer("inputs", "units", "activation")]
    public partial Rnn Ahead { get; }

    /// <summary>From the end to the beginning.</summary>
    [Layer("inputs", "units", "activation")]
    public partial Rnn Back { get; }

    /// <summary>Runs through a sequence both ways.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <returns>What each step has seen on either side, shape [time, batch, 2 * units].</returns>
    [Forward]
    public Tensor<float> Forward([Shape("time", "batch", "inputs")] Tensor<float> x) => Nn.Concat(2, Ahead.Forward(x), Back.ForwardReversed(x));

    /// <summary>Runs through sequences of several lengths both ways.</summary>
    /// <param name="x">Shape [time, batch, inputs].</param>
    /// <param name="mask">Which steps count, shape [time, batch].</param>
    /// <returns>What each step has seen on either side, shape [time, batch, 2 * units].</returns>
    [Forward]
    public Tensor<float> Forward([Shape("time", "batch", "inputs")] Tensor<float> x, [Shape("time", "batch")] Tensor<bool> mask)
        => Nn.Concat(2, Ahead.Forward(x, mask), Back.ForwardReversed(x, mask));
}
