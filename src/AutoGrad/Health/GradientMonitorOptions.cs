namespace AutoGrad.Health;

/// <summary>
/// Thresholds of a <see cref="GradientMonitor"/>. A sign is found when it has shown in <see cref="Consistently"/> steps in a row,
/// or in one step by <see cref="AtOnce"/> times its threshold.
/// </summary>
public sealed record GradientMonitorOptions
{
    /// <summary>How many steps in a row make a sign consistent.</summary>
    public int Consistently { get; init; } = 5;

    /// <summary>By how much one step has to exceed a threshold to be a finding by itself.</summary>
    public float AtOnce { get; init; } = 100;

    /// <summary>The largest mean error gradient of a variable.</summary>
    public float LargestErrorGradient { get; init; } = 1;

    /// <summary>
    /// The largest change of the loss from one step to the next, as a multiple of the lower of the best smoothed loss and a quarter
    /// of the first losses, whichever is higher.
    /// </summary>
    public float LargestSwing { get; init; } = 1;

    /// <summary>By how much the root mean square of a parameter may grow over its start (or over 0.1, if it starts below that).</summary>
    public float LargestWeightGrowth { get; init; } = 30;

    /// <summary>How many steps a model may take to bring its smoothed loss below <see cref="TractionRatio"/> of its first losses.</summary>
    public int Patience { get; init; } = 50;

    /// <summary>The share of the first losses that a model in training gets below.</summary>
    public float TractionRatio { get; init; } = 0.9f;

    /// <summary>The least ratio of a parameter's gradient, per element, to the largest of any parameter's.</summary>
    public float LeastGradientRatio { get; init; } = 1e-6f;

    /// <summary>The share of a variable's units that may be silent.</summary>
    public float LargestDeadShare { get; init; } = 0.25f;

    /// <summary>For how many steps in a row a unit is silent before it counts as dead.</summary>
    public int DeadAfter { get; init; } = 10;

    /// <summary>For how many steps in a row the gradient may be clipped.</summary>
    public int ClippedAfter { get; init; } = 200;

    /// <summary>Parameters' values are looked at every so many steps, and at each step once one looks suspicious.</summary>
    public int WeightInterval { get; init; } = 4;

    /// <summary>Whether <see cref="GradientMonitor.History"/> keeps what was observed.</summary>
    public bool KeepHistory { get; init; } = true;

    internal void Check()
    {
        foreach ((string name, double value) in new (string, double)[]
        {
            (nameof(Consistently), Consistently), (nameof(AtOnce), AtOnce), (nameof(LargestErrorGradient), LargestErrorGradient),
            (nameof(LargestSwing), LargestSwing), (nameof(LargestWeightGrowth), LargestWeightGrowth), (nameof(Patience), Patience),
            (nameof(TractionRatio), TractionRatio), (nameof(LeastGradientRatio), LeastGradientRatio), (nameof(LargestDeadShare), LargestDeadShare),
            (nameof(DeadAfter), DeadAfter), (nameof(ClippedAfter), ClippedAfter), (nameof(WeightInterval), WeightInterval),
        })
        {
            if (!(value > 0 && double.IsFinite(value)))
                throw new ArgumentException(FormattableString.Invariant($"{name} must be above 0 and finite but is {value}."));
        }
    }
}
