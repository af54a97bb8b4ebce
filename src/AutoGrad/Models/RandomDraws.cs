using System.ComponentModel;
using System.Numerics.Tensors;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <summary>
/// The random numbers of a model, which its forward passes draw by the name <c>Draws</c>: <c>Draws.UniformLike(x)</c>. They are counted, not
/// remembered: a number is a function of the seed, the step, which draw of the step it is, and its place (Philox4x32-10; Salmon et al. 2011). So a
/// step that is computed again, by another method or on other threads, draws the same, and no two draws, layers, iterations or steps share any.
/// </summary>
/// <remarks>
/// A step ends with each generated method that draws (<c>TrainStep</c>, <c>LossGradient</c> and the like), unless it fails or is skipped. A method
/// as written draws on within the step; it begins where the generated one would after <c>IsTraining</c> is set.
/// </remarks>
public sealed class RandomDraws
{
    private int next;

    internal RandomDraws(int seed) => Seed = seed;

    /// <summary>The seed that the model's parameters were initialised with.</summary>
    public int Seed { get; private set; }

    /// <summary>How many steps have drawn.</summary>
    public long Step { get; private set; }

    /// <summary>Numbers that are equally likely in [0, 1), multiples of 2^-24.</summary>
    /// <param name="lengths">The lengths of the axes, at least one.</param>
    /// <exception cref="ArgumentException">There is no length, or one is negative.</exception>
    public Tensor<float> Uniform(params ReadOnlySpan<nint> lengths)
    {
        Tensor<float> result = Nn.Zeros<float>(lengths);
        if (result.FlattenedLength > 0)
            Uniforms.Fill(ref result.GetPinnableReference(), result.FlattenedLength, this, next);
        next++;
        return result;
    }

    /// <summary>As many as <paramref name="x"/> has elements, in its shape.</summary>
    /// <param name="x">Of any shape; its values do not matter.</param>
    public Tensor<float> UniformLike(Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return Uniform(x.Lengths);
    }

    /// <summary>Ends a step. Generated code calls it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Advance() => Set(Seed, Step + 1);

    /// <summary>Goes back to the first draw of the step. Generated code calls it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Restart() => next = 0;

    internal void Set(int seed, long step) => (Seed, Step, next) = (seed, step, 0);
}
