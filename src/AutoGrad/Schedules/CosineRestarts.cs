namespace AutoGrad;

/// <summary>
/// Half a cosine from the rate down to the least one, over and over (SGDR, Loshchilov and Hutter 2017): at step t of a period of T,
/// <c>least + (rate - least) (1 + cos(pi t / T)) / 2</c>; each period is so many times as long as the one before.
/// </summary>
public sealed class CosineRestarts : Schedule
{
    private readonly double rate;
    private readonly double least;
    private readonly long period;
    private readonly int periodFactor;

    /// <summary>Creates it.</summary>
    /// <param name="rate">The learning rate of the first step of each period.</param>
    /// <param name="period">The steps of the first period, at least 1.</param>
    /// <param name="periodFactor">How many times longer each period is, at least 1.</param>
    /// <param name="least">The rate that each period leads to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public CosineRestarts(float rate, long period, int periodFactor = 1, float least = 0)
    {
        Hyperparameter.NotNegative(rate, "learning rate", nameof(rate));
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(periodFactor, 1);
        Hyperparameter.NotNegative(least, "least rate", nameof(least));
        (this.rate, this.period, this.periodFactor, this.least) = (rate, period, periodFactor, least);
    }

    private protected override double RateAt(long time)
    {
        long length = period;
        if (periodFactor == 1)
            time %= period;
        while (time >= length)
        {
            time -= length;

            // A period that no count of steps could reach the end of is as good as an endless one.
            length = length > long.MaxValue / periodFactor ? long.MaxValue : length * periodFactor;
        }

        return Cosine(rate, least, time / (double)length);
    }
}
