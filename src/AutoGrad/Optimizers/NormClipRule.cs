namespace AutoGrad;

/// <summary>
/// A clip by the global norm whose threshold follows the norms of the run. Set as <see cref="Optimizer.Clip"/>; its state belongs to
/// that optimizer.
/// </summary>
public abstract class NormClipRule
{
    private protected NormClipRule()
    {
    }

    /// <summary>What the last gradient was multiplied by; 1 when it was left as it is.</summary>
    public float LastScale { get; private set; } = 1;

    /// <summary>A rule with the same settings and no memory.</summary>
    public abstract NormClipRule Clone();

    /// <summary>What it remembers.</summary>
    internal abstract double[] Numbers { get; set; }

    /// <summary>Whether a rule with these settings may remember that.</summary>
    internal abstract bool Accepts(double[] numbers);

    /// <summary>Takes in a gradient's norm, and gives the factor for this gradient. A norm that is not finite changes nothing.</summary>
    internal float Observe(float norm)
        => LastScale = float.IsFinite(norm) && norm > 0 ? (float)Math.Min(1, Limit(norm) / norm) : 1;

    /// <summary>The largest norm that passes, with this norm taken in.</summary>
    private protected abstract double Limit(double norm);
}
