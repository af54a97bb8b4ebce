namespace AutoGrad;

/// <summary>
/// Lowers the learning rate when a figure has not become better for a while (PyTorch's ReduceLROnPlateau). Unlike a <see cref="Schedule"/> it has a
/// memory, which checkpoints keep.
/// </summary>
/// <example>
/// <code>
/// var plateau = new ReduceOnPlateau(patience: 3);
/// // after each epoch
/// optimizer.LearningRate = plateau.Observe(validationLoss, optimizer.LearningRate);
/// </code>
/// </example>
public sealed class ReduceOnPlateau
{
    private const double LeastChange = 1e-8;

    private readonly double factor;
    private readonly int patience;
    private readonly double threshold;
    private readonly int coolDown;
    private readonly float least;
    private readonly bool higherIsBetter;
    private double best;
    private double worse;
    private double cooling;

    /// <summary>Creates it.</summary>
    /// <param name="factor">What the rate is multiplied by, at least 0 and below 1.</param>
    /// <param name="patience">How many figures in a row may be no better before the rate is lowered at the next, not negative.</param>
    /// <param name="threshold">The share of the best figure by which another must be better, at least 0 and below 1.</param>
    /// <param name="coolDown">How many figures after a change do not count, not negative.</param>
    /// <param name="least">The rate is never lowered below it.</param>
    /// <param name="higherIsBetter">Whether higher figures are better, as with an accuracy.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public ReduceOnPlateau(float factor = 0.1f, int patience = 10, float threshold = 1e-4f, int coolDown = 0, float least = 0, bool higherIsBetter = false)
    {
        Hyperparameter.BelowOne(factor, "factor", nameof(factor));
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        Hyperparameter.BelowOne(threshold, "threshold", nameof(threshold));
        ArgumentOutOfRangeException.ThrowIfNegative(coolDown);
        Hyperparameter.NotNegative(least, "least rate", nameof(least));
        this.factor = Hyperparameter.AsWritten(factor);
        this.threshold = Hyperparameter.AsWritten(threshold);
        (this.patience, this.coolDown, this.least, this.higherIsBetter) = (patience, coolDown, least, higherIsBetter);
        best = Worst;
    }

    /// <summary>Its memory: the best figure, how many were worse since, and how many do not count yet.</summary>
    internal double[] Numbers
    {
        get => [best, worse, cooling];
        set => (best, worse, cooling) = (value[0], value[1], value[2]);
    }

    private double Worst => higherIsBetter ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>Takes in a figure, and gives the learning rate from now on. A NaN is no better than anything.</summary>
    /// <param name="figure">A loss, or what else is watched.</param>
    /// <param name="rate">The learning rate so far.</param>
    public float Observe(double figure, float rate)
    {
        if (IsBetter(figure))
            (best, worse) = (figure, 0);
        else
            worse++;
        if (cooling > 0)
            (cooling, worse) = (cooling - 1, 0);
        if (worse <= patience)
            return rate;
        (cooling, worse) = (coolDown, 0);
        double lower = Math.Max(rate * factor, least);
        return rate - lower > LeastChange ? (float)lower : rate;
    }

    /// <summary>Whether <see cref="Numbers"/> may be that.</summary>
    internal static bool Accepts(double[] numbers)
        => numbers.Length == 3 && !double.IsNaN(numbers[0]) && numbers[1] >= 0 && numbers[1] % 1 == 0 && numbers[2] >= 0 && numbers[2] % 1 == 0;

    private bool IsBetter(double figure)
    {
        // An infinite best has no share.
        if (best == Worst)
            return higherIsBetter ? figure > best : figure < best;
        return higherIsBetter ? figure > best * (1 + threshold) : figure < best * (1 - threshold);
    }
}
