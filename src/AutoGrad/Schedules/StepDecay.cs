namespace AutoGrad;

/// <summary>Every so many steps the rate is multiplied by a factor: <c>rate * factor^floor(t / every)</c>.</summary>
public sealed class StepDecay : Schedule
{
    private readonly double rate;
    private readonly long every;
    private readonly double factor;

    /// <summary>Creates it.</summary>
    /// <param name="rate">The learning rate of the first steps.</param>
    /// <param name="every">How many steps have the same rate, at least 1.</param>
    /// <param name="factor">The factor.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public StepDecay(float rate, long every, float factor = 0.1f)
    {
        Hyperparameter.NotNegative(rate, "learning rate", nameof(rate));
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 1);
        Hyperparameter.NotNegative(factor, "factor", nameof(factor));
        (this.rate, this.every, this.factor) = (rate, every, Hyperparameter.AsWritten(factor));
    }

    private protected override double RateAt(long time) => rate * Math.Pow(factor, time / every);
}
