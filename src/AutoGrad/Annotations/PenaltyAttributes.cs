namespace AutoGrad;

/// <summary>
/// Adds <c>lambda * sum abs(w)</c> to the loss, and its gradient to the gradient before any clip. On a class: for every
/// parameter of rank 2 or more. On a property: for that one, in place of the class's penalty.
/// </summary>
/// <param name="lambda">The factor, at least 0.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class L1Attribute(float lambda = 0.01f) : Attribute
{
    /// <summary>The factor.</summary>
    public float Lambda { get; } = lambda;
}

/// <summary>
/// Adds <c>lambda * sum w^2</c> to the loss, and its gradient <c>2 * lambda * w</c> to the gradient before any clip. On a class:
/// for every parameter of rank 2 or more. On a property: for that one, in place of the class's penalty.
/// </summary>
/// <param name="lambda">The factor, at least 0.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class L2Attribute(float lambda = 0.01f) : Attribute
{
    /// <summary>The factor.</summary>
    public float Lambda { get; } = lambda;
}

/// <summary>Both <see cref="L1Attribute"/> and <see cref="L2Attribute"/>.</summary>
/// <param name="l1">The factor of <c>sum abs(w)</c>, at least 0.</param>
/// <param name="l2">The factor of <c>sum w^2</c>, at least 0.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class L1L2Attribute(float l1 = 0.01f, float l2 = 0.01f) : Attribute
{
    /// <summary>The factor of <c>sum abs(w)</c>.</summary>
    public float L1 { get; } = l1;

    /// <summary>The factor of <c>sum w^2</c>.</summary>
    public float L2 { get; } = l2;
}
