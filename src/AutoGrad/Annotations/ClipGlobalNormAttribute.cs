namespace AutoGrad;

/// <summary>
/// Scales gradients by one factor for all, so that the L2 norm G over all parameters of the model is at most the threshold:
/// g * min(1, c / (G + 1e-6)). On a class: for every parameter; on a property: for that one.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class ClipGlobalNormAttribute : Attribute
{
    /// <summary>Clips at a fixed threshold.</summary>
    /// <param name="threshold">The threshold, above 0.</param>
    public ClipGlobalNormAttribute(float threshold = 1f)
        => Threshold = threshold;

    /// <summary>Clips at a threshold that is read before each step.</summary>
    /// <param name="member">A field or property of the model, of type <see cref="float"/>; write <c>nameof</c>.</param>
    public ClipGlobalNormAttribute(string member)
        => Member = member;

    /// <summary>The threshold, unless <see cref="Member"/> names where it is read.</summary>
    public float Threshold { get; }

    /// <summary>The member of the model that holds the threshold, or null.</summary>
    public string? Member { get; }
}
