namespace AutoGrad;

/// <summary>
/// Adds <c>lambda * sum abs(w)</c> to the loss, and its gradient to the gradient before any clip. On a class: for every
/// parameter of rank 2 or more. On a property: for that one, in place of the class's penalty.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class L1Attribute : Attribute
{
    /// <summary>A fixed factor.</summary>
    /// <param name="lambda">The factor, at least 0.</param>
    public L1Attribute(float lambda = 0.01f)
        => Lambda = lambda;

    /// <summary>A factor that is read before each step.</summary>
    /// <param name="member">A field or property of the model, of type <see cref="float"/>; write <c>nameof</c>.</param>
    public L1Attribute(string member)
        => Member = member;

    /// <summary>The factor, unless <see cref="Member"/> names where it is read.</summary>
    public float Lambda { get; }

    /// <summary>The member of the model that holds the factor, or null.</summary>
    public string? Member { get; }
}

/// <summary>
/// Adds <c>lambda * sum w^2</c> to the loss, and its gradient <c>2 * lambda * w</c> to the gradient before any clip. On a class:
/// for every parameter of rank 2 or more. On a property: for that one, in place of the class's penalty.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class L2Attribute : Attribute
{
    /// <summary>A fixed factor.</summary>
    /// <param name="lambda">The factor, at least 0.</param>
    public L2Attribute(float lambda = 0.01f)
        => Lambda = lambda;

    /// <summary>A factor that is read before each step.</summary>
    /// <param name="member">A field or property of the model, of type <see cref="float"/>; write <c>nameof</c>.</param>
    public L2Attribute(string member)
        => Member = member;

    /// <summary>The factor, unless <see cref="Member"/> names where it is read.</summary>
    public float Lambda { get; }

    /// <summary>The member of the model that holds the factor, or null.</summary>
    public string? Member { get; }
}

/// <summary>Both <see cref="L1Attribute"/> and <see cref="L2Attribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class L1L2Attribute : Attribute
{
    /// <summary>Fixed factors.</summary>
    /// <param name="l1">The factor of <c>sum abs(w)</c>, at least 0.</param>
    /// <param name="l2">The factor of <c>sum w^2</c>, at least 0.</param>
    public L1L2Attribute(float l1 = 0.01f, float l2 = 0.01f)
        => (L1, L2) = (l1, l2);

    /// <summary>Factors that are read before each step.</summary>
    /// <param name="memberL1">A field or property of the model, of type <see cref="float"/>, with the first factor; write <c>nameof</c>.</param>
    /// <param name="memberL2">The same for the second.</param>
    public L1L2Attribute(string memberL1, string memberL2)
        => (MemberL1, MemberL2) = (memberL1, memberL2);

    /// <summary>The factor of <c>sum abs(w)</c>, unless <see cref="MemberL1"/> names where it is read.</summary>
    public float L1 { get; }

    /// <summary>The factor of <c>sum w^2</c>, unless <see cref="MemberL2"/> names where it is read.</summary>
    public float L2 { get; }

    /// <summary>The member of the model that holds the first factor, or null.</summary>
    public string? MemberL1 { get; }

    /// <summary>The member of the model that holds the second factor, or null.</summary>
    public string? MemberL2 { get; }
}
