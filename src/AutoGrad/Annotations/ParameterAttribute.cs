namespace AutoGrad;

/// <summary>
/// Marks a partial property of type <c>Tensor&lt;float&gt;</c> as a trainable parameter of its model, for example
/// <c>[Parameter(64, 128, Init = Init.HeNormal)]</c>.
/// </summary>
/// <param name="dims">
/// The lengths of its axes, at least one: whole numbers, names of constructor parameters, or sums, products and whole quotients of both, such as
/// <c>"4 * units"</c> or <c>"channels / groups"</c>.
/// </param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterAttribute(params object[] dims) : Attribute
{
    /// <summary>The lengths of its axes: whole numbers, or names of constructor parameters and what is computed of them.</summary>
    public IReadOnlyList<object> Dims { get; } = dims;

    /// <summary>How it gets its first values.</summary>
    public Init Init { get; init; }

    /// <summary>
    /// Multiplies the first values; for <see cref="Init.Normal"/> it is the standard deviation, for
    /// <see cref="Init.Uniform"/> the bound, for <see cref="Init.Constant"/> the value.
    /// </summary>
    public float Scale { get; init; } = 1;
}
