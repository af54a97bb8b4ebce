namespace AutoGrad;

/// <summary>Each step multiplies the rate by a factor: <c>rate * factor^t</c>.</summary>
public sealed class ExponentialDecay : Schedule
{
    private readonly double rate;
    private readonly double factor;

    /// <summary>Creates it.</summary>
    /// <param name="rate">The learning rate of the first step.</param>
    /// <param name="factor">The factor.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public ExponentialDecay(float rate, float factor)
    {
        Hyperparameter.NotNegative(rate, "learning rate", nameof(rate));
        Hyperparameter.NotNegative(factor, "factor", nameof(factor));
        (this.rate, this.factor) = (rate, Hyperparameter.AsWritten(factor));
    }

    private protected override double RateAt(long time) => rate * Math.Pow(factor, time);
}
