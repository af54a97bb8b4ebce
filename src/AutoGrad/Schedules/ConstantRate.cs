namespace AutoGrad;

/// <summary>The same rate at all times; what a <see cref="WarmUp"/> leads to.</summary>
public sealed class ConstantRate : Schedule
{
    private readonly double rate;

    /// <summary>Creates it.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public ConstantRate(float rate)
    {
        Hyperparameter.NotNegative(rate, "learning rate", nameof(rate));
        this.rate = rate;
    }

    private protected override double RateAt(long time) => rate;
}
