namespace AutoGrad;

/// <summary>
/// Clips norms that lie far above their running mean (ZClip, Kumar et al. 2025): with z = (norm - mean) / deviation above a threshold t,
/// the norm becomes mean + t^2 / z * deviation, and the running figures take in that norm. The first steps only fill the running figures.
/// </summary>
public sealed class ZClip : NormClipRule
{
    private const double Epsilon = 1e-6;

    private readonly float threshold;
    private readonly float decay;
    private readonly int warmUp;
    private double sum, squares, mean, variance;
    private int seen;

    /// <summary>Creates the rule.</summary>
    /// <param name="threshold">The threshold t, above 0.</param>
    /// <param name="decay">How much of the running figures a step keeps, at least 0 and below 1.</param>
    /// <param name="warmUp">How many steps are not clipped, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public ZClip(float threshold = 2.5f, float decay = 0.97f, int warmUp = 25)
    {
        if (!(threshold > 0 && float.IsFinite(threshold)))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be above 0 and finite.");
        Hyperparameter.BelowOne(decay, "decay", nameof(decay));
        ArgumentOutOfRangeException.ThrowIfLessThan(warmUp, 1);
        this.threshold = threshold;
        this.decay = decay;
        this.warmUp = warmUp;
    }

    /// <summary>The steps of the warm-up, how many were seen, their sums, and the running figures.</summary>
    internal override double[] Numbers
    {
        get => [warmUp, seen, sum, squares, mean, variance];
        set => (seen, sum, squares, mean, variance) = ((int)value[1], value[2], value[3], value[4], value[5]);
    }

    internal override bool Accepts(double[] numbers)
        => numbers.Length == 6 && numbers[0] == warmUp && numbers.All(n => n >= 0 && double.IsFinite(n)) && numbers[1] <= warmUp && numbers[1] % 1 == 0;

    /// <inheritdoc/>
    public override NormClipRule Clone()
        => new ZClip(threshold, decay, warmUp);

    private protected override double Limit(double norm)
    {
        if (seen < warmUp)
        {
            sum += norm;
            squares += norm * norm;
            if (++seen == warmUp)
            {
                mean = sum / warmUp;
                variance = Math.Max(0, (squares / warmUp) - (mean * mean));
            }

            return norm;
        }

        double deviation = Math.Sqrt(variance);
        double z = (norm - mean) / (deviation + Epsilon);
        double limit = z > threshold ? mean + (threshold * (double)threshold / z * deviation) : norm;
        mean = (decay * mean) + ((1 - decay) * limit);
        variance = (decay * variance) + ((1 - decay) * (limit - mean) * (limit - mean));
        return limit;
    }
}
