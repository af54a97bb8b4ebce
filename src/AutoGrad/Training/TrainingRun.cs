using System.Diagnostics;

namespace AutoGrad;

/// <summary>What a run keeps beside the model: counts, the best epoch, and when to end.</summary>
internal sealed class TrainingRun(ParameterSet parameters, TrainerOptions options)
{
    private static readonly Dictionary<string, double> s_none = [];

    private readonly List<EpochReport> reports = [];
    private readonly bool higherIsBetter = options.Validation?.HigherIsBetter ?? false;
    private ModelSnapshot? best;
    private double bestFigure = double.NaN;
    private int? bestEpoch;
    private double patientFigure = double.NaN;
    private int worse;
    private TrainingEnd end = TrainingEnd.Cancelled;

    internal long Steps { get; private set; }

    internal void SetRate()
    {
        if (options.Schedule is { } schedule)
            options.Optimizer.LearningRate = schedule.Rate(Steps);
    }

    /// <summary>Counts a step; gives its loss.</summary>
    internal double Take(int epoch, in StepReport report)
    {
        options.Average?.Update();
        long step = Steps++;
        options.OnStep?.Invoke(new StepProgress(epoch, step, report));
        return report.Loss;
    }

    /// <summary>Ends an epoch; false where the run ends with it.</summary>
    internal bool EndEpoch(int epoch, double loss, long start)
    {
        float rate = options.Optimizer.LearningRate;
        (IReadOnlyDictionary<string, double> metrics, double figure, bool isBest) = Judge(epoch, loss);
        if (options.Plateau is { } plateau)
            options.Optimizer.LearningRate = plateau.Observe(figure, rate);
        var report = new EpochReport(epoch, loss, metrics, rate, isBest, Stopwatch.GetElapsedTime(start));
        reports.Add(report);
        options.OnEpoch?.Invoke(report);
        if (epoch + 1 == options.Epochs)
            end = TrainingEnd.Completed;
        if (options.EarlyStopping is not { } stopping)
            return true;
        if (IsBetter(figure, patientFigure, stopping.LeastImprovement))
            (patientFigure, worse) = (figure, 0);
        else if (++worse >= stopping.Patience && end != TrainingEnd.Completed)
            end = TrainingEnd.EarlyStopped;
        return end != TrainingEnd.EarlyStopped;
    }

    private (IReadOnlyDictionary<string, double> Metrics, double Figure, bool IsBest) Judge(int epoch, double loss)
    {
        options.Average?.Swap();
        try
        {
            IReadOnlyDictionary<string, double> metrics = options.Validation?.Evaluate() ?? s_none;
            double figure = options.Validation is { } validation ? metrics[validation.Watched] : loss;
            bool isBest = IsBetter(figure, bestFigure, 0);
            if (isBest)
                (bestFigure, bestEpoch) = (figure, epoch);
            if (isBest && options.RestoreBest)
                (best ??= new ModelSnapshot(parameters)).Take();
            return (metrics, figure, isBest);
        }
        finally
        {
            options.Average?.Swap();
        }
    }

    internal TrainingResult End()
    {
        best?.Restore();
        return new TrainingResult(end, reports, Steps, bestEpoch);
    }

    // The first number is better than none, and a NaN is better than nothing.
    private bool IsBetter(double figure, double than, double by)
        => !double.IsNaN(figure) && (double.IsNaN(than) || (higherIsBetter ? figure > than + by : figure < than - by));
}
