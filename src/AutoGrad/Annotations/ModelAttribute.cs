namespace AutoGrad;

/// <summary>
/// Marks a partial class as a model: its <see cref="ParameterAttribute"/> properties are implemented over one block of
/// memory, and its <see cref="ForwardAttribute"/> and <see cref="LossAttribute"/> methods get fused passes.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelAttribute : Attribute
{
    /// <summary>What a training step does when the loss or the unclipped gradient is not finite.</summary>
    public OnNonFinite OnNonFinite { get; init; }

    /// <summary>What a training step records for a health monitor.</summary>
    public Monitor Monitor { get; init; }

    /// <summary>
    /// Whether the class gets a twin of its loss in double precision, which <see cref="AutoGrad.GradientCheck"/> compares with differences. Where the
    /// project of the class mentions <see cref="AutoGrad.GradientCheck"/>, its models have one anyway; set it for a model that another project checks.
    /// </summary>
    public bool GradientCheck { get; init; }
}
