namespace AutoGrad;

/// <summary>What a training step does when the loss or the unclipped gradient is infinite or not a number.</summary>
public enum OnNonFinite
{
    /// <summary>Updates all the same; <see cref="StepReport.IsFinite"/> is false.</summary>
    Propagate,

    /// <summary>Leaves parameters and optimizer state untouched; <see cref="StepReport.IsFinite"/> is false.</summary>
    SkipStep,

    /// <summary>Throws <see cref="NonFiniteGradientException"/> and leaves parameters and optimizer state untouched.</summary>
    Throw,
}
