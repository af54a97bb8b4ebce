namespace AutoGrad;

/// <summary>
/// Declares the shape of a tensor argument or result, for example <c>[Shape("batch", 64)]</c>. Equal names are equal lengths;
/// the first argument that a name occurs in binds it. In a <see cref="ForwardAttribute"/> method dots, <c>[Shape("...", 64)]</c>, stand for any axes,
/// none included, of tensors of up to four.
/// </summary>
/// <param name="dims">The lengths of its axes: whole numbers, or names.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
public sealed class ShapeAttribute(params object[] dims) : Attribute
{
    /// <summary>The lengths of its axes: whole numbers, or names.</summary>
    public IReadOnlyList<object> Dims { get; } = dims;
}
