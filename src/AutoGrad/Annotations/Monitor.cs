namespace AutoGrad;

/// <summary>What a model records in each training step, beside what <see cref="StepReport"/> holds.</summary>
public enum Monitor
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The size of the error gradient at each named intermediate value.</summary>
    Layers,
}
