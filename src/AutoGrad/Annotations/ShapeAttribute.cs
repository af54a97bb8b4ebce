namespace AutoGrad;

/// <summary>
/// Declares the shape of a tensor argument or result, for example <c>[Shape("batch", 64)]</c>. Equal names are equal lengths;
/// the first argument that a name occurs in binds it.
/// </summary>
/// <param name="dims">The lengths of its axes: whole numbers, or names.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
public sealed class ShapeAttribute(params object[] dims) : Attribute
{
    /// <summary>The lengths of its axes: whole numbers, or names.</summary>
    public IReadOnlyList<object> Dims { get; } = dims;
}
