namespace AutoGrad;

/// <summary>
/// Declares the shape of a tensor argument or result, for example <c>[Shape("batch", 64)]</c>. Equal names are equal lengths;
/// the first argument that a name occurs in binds it. In a <see cref="ForwardAttribute"/> method dots, <c>[Shape("...", 64)]</c>, stand for any axes,
/// none included, of tensors of up to four.
/// </summary>
/// <remarks>
/// Where the first name of a <see cref="ForwardAttribute"/> method's argument ends with dots, <c>[Shape("n...", 64)]</c>, a model of which this is a
/// layer may give it any number of leading axes, [batch, time, 64] as well as [batch, 64]. Its generated code sees them as one, n rows; the rows of
/// a result that is declared likewise are those axes again. Such a method works on rows that do not know of each other.
/// </remarks>
/// <param name="dims">The lengths of its axes: whole numbers, or names.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
public sealed class ShapeAttribute(params object[] dims) : Attribute
{
    /// <summary>The lengths of its axes: whole numbers, or names.</summary>
    public IReadOnlyList<object> Dims { get; } = dims;
}
