namespace AutoGrad;

/// <summary>
/// One cycle (Smith and Topin 2018, in PyTorch's form): up from <c>highest / divisor</c> along half a cosine in the first share of the steps, then
/// down to <c>highest / divisor / finalDivisor</c>, which is kept.
/// </summary>
public sealed class OneCycle : Schedule
{
    private readonly double highest;
    private readonly double first;
    private readonly double last;
    private readonly double top;
    private readonly double end;

    /// <summary>Creates it.</summary>
    /// <param name="highest">The highest learning rate.</param>
    /// <param name="steps">The steps of the run, at least 2.</param>
    /// <param name="rise">The share of the steps in which the rate rises, above 0 and below 1; at least one step.</param>
    /// <param name="divisor">How many times smaller the first rate is, above 0.</param>
    /// <param name="finalDivisor">How many times smaller than the first rate the last one is, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public OneCycle(float highest, long steps, float rise = 0.3f, float divisor = 25, float finalDivisor = 1e4f)
    {
        Hyperparameter.NotNegative(highest, "highest rate", nameof(highest));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        top = Hyperparameter.AsWritten(rise) * steps - 1;
        end = steps - 1;
        if (!(rise is > 0 and < 1) || top <= 0 || top >= end)
            throw new ArgumentOutOfRangeException(nameof(rise), rise, FormattableString.Invariant($"The share of the rise must be above 0 and below 1, and leave more than one of the {steps} steps to the rise, and one to the fall."));
        Positive(divisor, nameof(divisor));
        Positive(finalDivisor, nameof(finalDivisor));
        this.highest = highest;
        first = this.highest / divisor;
        last = first / finalDivisor;
    }

    private protected override double RateAt(long time)
        => time <= top ? Cosine(first, highest, time / top) : Cosine(highest, last, (Math.Min(time, end) - top) / (end - top));

    private static void Positive(float value, string parameter)
    {
        if (!(value > 0 && float.IsFinite(value)))
            throw new ArgumentOutOfRangeException(parameter, value, "The divisor must be above 0 and finite.");
    }
}
