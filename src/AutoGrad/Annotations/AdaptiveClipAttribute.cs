namespace AutoGrad;

/// <summary>
/// Scales the gradient of each unit so that its norm is at most <c>m = lambda * max(|w|, epsilon)</c> (Brock et al. 2021). A unit
/// is a column of a rank-2 weight [in, out], one index of axis 0 above rank 2, the whole vector below.
/// </summary>
/// <param name="lambda">The largest ratio of a unit's gradient norm to its weight norm, above 0.</param>
/// <param name="epsilon">The least weight norm that is reckoned with, above 0, so that zero weights can learn.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, Inherited = false)]
public sealed class AdaptiveClipAttribute(float lambda = 0.01f, float epsilon = 1e-3f) : Attribute
{
    /// <summary>The largest ratio of a unit's gradient norm to its weight norm.</summary>
    public float Lambda { get; } = lambda;

    /// <summary>The least weight norm that is reckoned with.</summary>
    public float Epsilon { get; } = epsilon;
}
