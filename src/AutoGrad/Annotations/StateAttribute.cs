namespace AutoGrad;

/// <summary>
/// Marks a partial property of type <c>Tensor&lt;float&gt;</c> with getter and setter as state of its model: what a call of a method leaves in it
/// is what the next call finds there, as a constant, for example <c>[State("batch", 50)] partial Tensor&lt;float&gt; Hidden { get; set; }</c>.
/// It is zero, or <see cref="Initial"/>, at first and after <c>ResetState()</c>, and stays as it was where a call fails. The state of a layer is its
/// owner's, under a dotted name, and is saved with the parameters.
/// </summary>
/// <param name="dims">The lengths of its axes, as those of <see cref="ParameterAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StateAttribute(params object[] dims) : Attribute
{
    /// <summary>The lengths of its axes.</summary>
    public IReadOnlyList<object> Dims { get; } = dims;

    /// <summary>What each element is at first.</summary>
    public float Initial { get; init; }
}
