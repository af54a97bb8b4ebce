using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <summary>
/// Sets elements to zero at random while the model trains, each with the same probability, and multiplies the others by 1 / (1 - rate), so that their
/// mean stays (Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014). In inference it is nothing at all.
/// </summary>
/// <param name="rate">The probability of a zero, at least 0 and below 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate is none.</exception>
[Model]
public sealed partial class Dropout([Range(0.0, 1.0, MaximumIsExclusive = true)] float rate)
{
    /// <summary>Draws anew at each call in training.</summary>
    /// <param name="x">Of 1 to 4 axes.</param>
    /// <returns>In the shape of x.</returns>
    [Forward]
    [return: Shape("...")]
    public Tensor<float> Forward([Shape("...")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        float gain = 1 / (1 - rate);
        return IsTraining ? Where(Tensor.LessThan<float>(Draws.UniformLike(x), rate), Zeros<float>(x.Lengths), x * gain) : x;
    }
}
