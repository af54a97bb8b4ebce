namespace AutoGrad;

/// <summary>
/// Marks a partial property as a part of its model. The part is a <see cref="ModelAttribute"/> class itself; its parameters
/// join the owner's block and its forward pass is fused into the owner's, for example <c>[Layer(64, 10)] partial Dense Head</c>.
/// </summary>
/// <param name="arguments">The arguments of the part's constructor, in order; a string names a constructor parameter of the owner.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LayerAttribute(params object[] arguments) : Attribute
{
    /// <summary>The arguments of the part's constructor, in order.</summary>
    public IReadOnlyList<object> Arguments { get; } = arguments;

    /// <summary>How many parts a stack holds, each with parameters of its own; 0 for a part that is not a stack.</summary>
    public int Repeat { get; init; }
}
