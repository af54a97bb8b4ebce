namespace AutoGrad;

/// <summary>
/// How a learning rate changes in the course of a run. A schedule has no memory: its rate depends on the time alone, counted from 0 in steps
/// (or in epochs, if that is how it is asked), so a run that is continued needs the count only.
/// </summary>
/// <example>
/// <code>
/// var schedule = new WarmUp(100, new CosineDecay(1e-3f, 10_000));
/// for (int step = 0; step &lt; 10_100; step++)
/// {
///     optimizer.LearningRate = schedule.Rate(step);
///     model.TrainStep(x, y, optimizer);
/// }
/// </code>
/// </example>
public abstract class Schedule
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="time">How many steps came before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public float Rate(long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        return (float)RateAt(time);
    }

    /// <summary>The rate at a time that is not negative.</summary>
    private protected abstract double RateAt(long time);

    // A base class's protected member cannot be called on another schedule.
    private protected static double RateOf(Schedule schedule, long time) => schedule.RateAt(time);

    /// <summary>From one rate to another along half a cosine, for a share from 0 to 1.</summary>
    private protected static double Cosine(double from, double to, double share)
        => to + (from - to) / 2 * (1 + Math.Cos(Math.PI * share));
}
