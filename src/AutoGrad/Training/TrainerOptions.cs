namespace AutoGrad;

/// <summary>How <see cref="Trainer"/> trains.</summary>
public sealed class TrainerOptions
{
    private readonly int epochs = 10;
    private readonly int batchSize = 32;
    private readonly int accumulation = 1;

    /// <summary>Makes the updates. It is changed by the run: its state, and its learning rate where there is a schedule.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>How often every sample is trained with, at least 1.</summary>
    public int Epochs
    {
        get => epochs;
        init => epochs = AtLeastOne(value, nameof(Epochs));
    }

    /// <summary>How many samples a batch has, at least 1; the last one of an epoch may have fewer.</summary>
    public int BatchSize
    {
        get => batchSize;
        init => batchSize = AtLeastOne(value, nameof(BatchSize));
    }

    /// <summary>How many batches make one step, by the mean of their gradients; see <see cref="GradientAccumulator"/>.</summary>
    public int Accumulation
    {
        get => accumulation;
        init => accumulation = AtLeastOne(value, nameof(Accumulation));
    }

    /// <summary>Whether each epoch has an order of its own, else that of the data.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Epoch e, counted from 0, is shuffled as <see cref="Batches.Shuffled"/> does with this plus e.</summary>
    public int Seed { get; init; }

    /// <summary>The learning rate of each step, counted from 0 over all epochs; null leaves the optimizer's alone.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Lowers the learning rate, after an epoch, when the watched figure is no longer better; not beside a schedule.</summary>
    public ReduceOnPlateau? Plateau { get; init; }

    /// <summary>Takes in the weights after each step, and is what validation sees.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>
    /// Judges the model after each epoch. Its first metric is the watched figure; without a validation that is the mean loss of the epoch.
    /// </summary>
    public Validation? Validation { get; init; }

    /// <summary>Ends the run when the watched figure is no longer better; null for no such end.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Whether the model ends with the weights and the state of the epoch whose watched figure was best, if one epoch ended.</summary>
    public bool RestoreBest { get; init; }

    /// <summary>Called after each step.</summary>
    public Action<StepProgress>? OnStep { get; init; }

    /// <summary>Called after each epoch.</summary>
    public Action<EpochReport>? OnEpoch { get; init; }

    /// <summary>Ends the run between two steps.</summary>
    public CancellationToken Cancellation { get; init; }

    private static int AtLeastOne(int value, string property)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, property);
        return value;
    }
}

/// <summary>When a run ends before its last epoch.</summary>
/// <param name="Patience">How many epochs in a row may be no better before the run ends, at least 1.</param>
/// <param name="LeastImprovement">By how much a figure must be better to count, not negative.</param>
public sealed record EarlyStopping(int Patience = 5, double LeastImprovement = 0)
{
    /// <summary>How many epochs in a row may be no better before the run ends, at least 1.</summary>
    public int Patience { get; } = Patience >= 1 ? Patience : throw new ArgumentOutOfRangeException(nameof(Patience), Patience, "The patience must be at least 1.");

    /// <summary>By how much a figure must be better to count, not negative.</summary>
    public double LeastImprovement { get; } = LeastImprovement >= 0 ? LeastImprovement : throw new ArgumentOutOfRangeException(nameof(LeastImprovement), LeastImprovement, "The least improvement must not be negative.");
}
