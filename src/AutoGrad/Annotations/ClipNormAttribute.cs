namespace AutoGrad;

/// <summary>
/// Scales the gradient of each parameter by itself so that its L2 norm is at most the threshold: g * c / max(|g|, c).
/// On a class: for every parameter; on a property: for that one.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class ClipNormAttribute : Attribute
{
    /// <summary>Clips at a fixed threshold.</summary>
    /// <param name="threshold">The threshold, above 0.</param>
    public ClipNormAttribute(float threshold = 1f)
        => Threshold = threshold;

    /// <summary>Clips at a threshold that is read before each step.</summary>
    /// <param name="member">A field or property of the model, of type <see cref="float"/>; write <c>nameof</c>.</param>
    public ClipNormAttribute(string member)
        => Member = member;

    /// <summary>The threshold, unless <see cref="Member"/> names where it is read.</summary>
    public float Threshold { get; }

    /// <summary>The member of the model that holds the threshold, or null.</summary>
    public string? Member { get; }
}
