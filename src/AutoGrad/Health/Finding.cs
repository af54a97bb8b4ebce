using System.Globalization;

namespace AutoGrad.Health;

/// <summary>A sign that training is not healthy.</summary>
public enum FindingKind
{
    /// <summary>The loss has hardly moved since the start.</summary>
    NoTraction,

    /// <summary>The loss changes wildly from update to update.</summary>
    LossSwings,

    /// <summary>The loss is infinite or not a number.</summary>
    NonFiniteLoss,

    /// <summary>A parameter has become very large.</summary>
    LargeWeights,

    /// <summary>A parameter holds an infinite value or one that is not a number.</summary>
    NonFiniteWeights,

    /// <summary>The error gradient at a variable is above 1; needs <see cref="Monitor.Layers"/>.</summary>
    LargeErrorGradient,

    /// <summary>The gradient of a parameter is next to nothing beside that of others.</summary>
    VanishingGradient,

    /// <summary>Many units of a ReLU never fire; needs <see cref="Monitor.Layers"/>.</summary>
    DeadUnits,

    /// <summary>Every step is clipped: the threshold, not the learning rate, sets the size of updates.</summary>
    ClippingAlways,
}

/// <summary>One sign, where it showed, and what to try.</summary>
/// <param name="Kind">The sign.</param>
/// <param name="Step">The step at which it was found; the first is 1.</param>
/// <param name="Subject">The parameter or variable, or null where it is the loss.</param>
/// <param name="Figure">The figure that was measured.</param>
/// <param name="Threshold">What it was compared with.</param>
/// <param name="Measured">What was measured, in words.</param>
/// <param name="Remedy">What to try.</param>
public sealed record Finding(FindingKind Kind, int Step, string? Subject, double Figure, double Threshold, string Measured, string Remedy)
{
    /// <summary>Such as <c>step 2: LargeErrorGradient: mean |d loss / d h1| is 340, above 1.0 (see ClipNorm)</c>.</summary>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"step {Step}: {Kind}: {Measured} (see {Remedy})");
}
