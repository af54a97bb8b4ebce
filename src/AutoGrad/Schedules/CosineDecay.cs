namespace AutoGrad;

/// <summary>
/// Half a cosine from the rate down to the least one, which is kept from then on:
/// <c>least + (rate - least) (1 + cos(pi min(t, steps) / steps)) / 2</c>.
/// </summary>
public sealed class CosineDecay : Schedule
{
    private readonly double rate;
    private readonly double least;
    private readonly long steps;

    /// <summary>Creates it.</summary>
    /// <param name="rate">The learning rate of the first step.</param>
    /// <param name="steps">After how many steps the least rate is reached, at least 1.</param>
    /// <param name="least">The least rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public CosineDecay(float rate, long steps, float least = 0)
    {
        Hyperparameter.NotNegative(rate, "learning rate", nameof(rate));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Hyperparameter.NotNegative(least, "least rate", nameof(least));
        (this.rate, this.least, this.steps) = (rate, least, steps);
    }

    private protected override double RateAt(long time) => Cosine(rate, least, Math.Min(time, steps) / (double)steps);
}
