namespace AutoGrad;

/// <summary>Why a run has ended.</summary>
public enum TrainingEnd
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>The watched figure was no longer better.</summary>
    EarlyStopped,

    /// <summary>It was asked to end. The model is as its last step has left it, or as its best epoch where that is restored.</summary>
    Cancelled,
}

/// <summary>One step of a run.</summary>
/// <param name="Epoch">The epoch, counted from 0.</param>
/// <param name="Step">The step, counted from 0 over all epochs.</param>
/// <param name="Report">What it came to.</param>
public readonly record struct StepProgress(int Epoch, long Step, StepReport Report);

/// <summary>One epoch of a run.</summary>
/// <param name="Epoch">The epoch, counted from 0.</param>
/// <param name="Loss">The mean of its steps' losses, penalties included.</param>
/// <param name="Metrics">What the validation measured after it, by name.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="IsBest">Whether the watched figure is the best so far.</param>
/// <param name="Time">How long it took, validation included.</param>
public sealed record EpochReport(int Epoch, double Loss, IReadOnlyDictionary<string, double> Metrics, float LearningRate, bool IsBest, TimeSpan Time);

/// <summary>What a run came to.</summary>
/// <param name="End">Why it ended.</param>
/// <param name="Epochs">The epochs that were completed.</param>
/// <param name="Steps">How many steps were made.</param>
/// <param name="BestEpoch">The epoch whose watched figure was best; null before the first has ended, or if all figures were NaN.</param>
public sealed record TrainingResult(TrainingEnd End, IReadOnlyList<EpochReport> Epochs, long Steps, int? BestEpoch);
