namespace AutoGrad;

/// <summary>
/// Another schedule after a rise to its first rate along a line: step t of the warm-up has <c>start + (1 - start) t / steps</c> of it. The other
/// schedule's time begins after the warm-up.
/// </summary>
public sealed class WarmUp : Schedule
{
    private readonly long steps;
    private readonly Schedule after;
    private readonly double start;

    /// <summary>Creates it.</summary>
    /// <param name="steps">How many steps the rise takes, at least 1.</param>
    /// <param name="after">What follows.</param>
    /// <param name="start">The share of the full rate that the first step has, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public WarmUp(long steps, Schedule after, float start = 0.01f)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentNullException.ThrowIfNull(after);
        if (!(start is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(start), start, "The share of the first step must be from 0 to 1.");
        (this.steps, this.after, this.start) = (steps, after, Hyperparameter.AsWritten(start));
    }

    private protected override double RateAt(long time)
        => time < steps ? RateOf(after, 0) * (start + (1 - start) * time / steps) : RateOf(after, time - steps);
}
