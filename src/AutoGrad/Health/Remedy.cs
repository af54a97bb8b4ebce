using System.Globalization;

namespace AutoGrad.Health;

/// <summary>A change to a training run that may keep its gradients in bounds.</summary>
public abstract class Remedy
{
    private protected Remedy(string name) => Name = name;

    /// <summary>What it is, in words.</summary>
    public string Name { get; }

    /// <summary>No change.</summary>
    public static Remedy Nothing { get; } = new PolicyRemedy("nothing", default);

    /// <summary>Each parameter's gradient is scaled to a norm of at most <paramref name="threshold"/>.</summary>
    /// <param name="threshold">The threshold, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public static Remedy ClipNorm(float threshold = 1f)
        => new PolicyRemedy(Text($"ClipNorm({Positive(threshold)})"), new GradientPolicy(NormClip.Parameter, threshold, 0, 0, 0));

    /// <summary>The whole gradient is scaled to a norm of at most <paramref name="threshold"/>.</summary>
    /// <inheritdoc cref="ClipNorm"/>
    public static Remedy GlobalClipNorm(float threshold = 1f)
        => new PolicyRemedy(Text($"GlobalClipNorm({Positive(threshold)})"), new GradientPolicy(NormClip.Global, threshold, 0, 0, 0));

    /// <summary>Every element of the gradient is clamped to [-<paramref name="threshold"/>, <paramref name="threshold"/>].</summary>
    /// <inheritdoc cref="ClipNorm"/>
    public static Remedy ClipValue(float threshold = 0.5f)
        => new PolicyRemedy(Text($"ClipValue({Positive(threshold)})"), new GradientPolicy(NormClip.None, 0, threshold, 0, 0));

    /// <summary>A penalty <paramref name="lambda"/> * sum |w| on parameters of rank 2 and more.</summary>
    /// <param name="lambda">The factor, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0, or not finite.</exception>
    public static Remedy L1(float lambda = 0.01f)
        => new PolicyRemedy(Text($"L1({Positive(lambda)})"), new GradientPolicy(NormClip.None, 0, 0, lambda, 0));

    /// <summary>A penalty <paramref name="lambda"/> * sum w^2 on parameters of rank 2 and more.</summary>
    /// <inheritdoc cref="L1"/>
    public static Remedy L2(float lambda = 0.01f)
        => new PolicyRemedy(Text($"L2({Positive(lambda)})"), new GradientPolicy(NormClip.None, 0, 0, 0, lambda));

    /// <summary>Each batch is cut into pieces of at most <paramref name="size"/> samples along axis 0, a step each.</summary>
    /// <param name="size">How many samples, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static Remedy SmallerBatch(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return new BatchRemedy(size);
    }

    /// <summary>The learning rate is multiplied by <paramref name="factor"/>.</summary>
    /// <param name="factor">The factor, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 0 and 1.</exception>
    public static Remedy LowerLearningRate(float factor)
    {
        if (!(factor is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor must be above 0 and below 1.");
        return new RateRemedy(factor);
    }

    /// <summary>
    /// Another model: fewer layers, other initial values, gated units, a shorter truncation. It is trained on the same batches by an
    /// optimizer with the same settings.
    /// </summary>
    /// <typeparam name="TModel">The model's type, a class marked <c>[Model]</c> with a loss of the same inputs.</typeparam>
    /// <param name="name">What is different, in words.</param>
    /// <param name="create">Makes the model.</param>
    public static Remedy Redesign<TModel>(string name, Func<TModel> create)
        where TModel : class
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(create);
        return new ModelRemedy(name, create);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string Text(FormattableString text)
        => text.ToString(CultureInfo.InvariantCulture);

    private static float Positive(float value)
        => value > 0 && float.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "It must be above 0 and finite.");
}

/// <summary>A clip or a penalty, in the place of what the model declares of that kind.</summary>
internal sealed class PolicyRemedy(string name, GradientPolicy policy) : Remedy(name)
{
    internal GradientPolicy Policy => policy;
}

/// <summary>Cuts batches.</summary>
internal sealed class BatchRemedy(int size) : Remedy(FormattableString.Invariant($"SmallerBatch({size})"))
{
    internal int Size => size;
}

/// <summary>Lowers the learning rate.</summary>
internal sealed class RateRemedy(float factor) : Remedy(FormattableString.Invariant($"LowerLearningRate({factor})"))
{
    internal float Factor => factor;
}

/// <summary>Trains another model.</summary>
internal sealed class ModelRemedy(string name, Func<object> create) : Remedy(name)
{
    internal Func<object> Create => create;
}
