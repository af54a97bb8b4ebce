namespace AutoGrad;

/// <summary>
/// Clamps every element of the gradient to [-threshold, threshold]. It may stand beside a norm clip, and then comes first.
/// On a class: for every parameter; on a property: for that one.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class ClipValueAttribute : Attribute
{
    /// <summary>Clips at a fixed threshold.</summary>
    /// <param name="threshold">The threshold, above 0.</param>
    public ClipValueAttribute(float threshold = 0.5f)
        => Threshold = threshold;

    /// <summary>Clips at a threshold that is read before each step.</summary>
    /// <param name="member">A field or property of the model, of type <see cref="float"/>; write <c>nameof</c>.</param>
    public ClipValueAttribute(string member)
        => Member = member;

    /// <summary>The threshold, unless <see cref="Member"/> names where it is read.</summary>
    public float Threshold { get; }

    /// <summary>The member of the model that holds the threshold, or null.</summary>
    public string? Member { get; }
}
