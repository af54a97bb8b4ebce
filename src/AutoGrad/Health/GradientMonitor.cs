using System.Globalization;

namespace AutoGrad.Health;

/// <summary>
/// Watches a training run for the signs of exploding, vanishing and clipped gradients. A healthy step costs a few comparisons and,
/// every few steps, one pass over the parameters.
/// </summary>
/// <example>
/// <code>
/// foreach (Finding finding in monitor.Observe(model.TrainStep(x, y, optimizer)))
///     Console.WriteLine(finding);
/// </code>
/// </example>
public sealed class GradientMonitor
{
    private readonly ParameterSet parameters;
    private readonly GradientMonitorOptions options;
    private readonly LossWatch losses;
    private readonly WeightWatch weights;
    private readonly LayerWatch layers;
    private readonly Streak[] vanishing;
    private readonly List<Finding> found = [];
    private Streak clipped;

    /// <summary>Watches the training of a model.</summary>
    /// <param name="parameters">The model's parameters.</param>
    /// <param name="options">Thresholds, or null for the usual ones.</param>
    /// <exception cref="ArgumentException">A threshold is not above 0.</exception>
    public GradientMonitor(ParameterSet parameters, GradientMonitorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        this.parameters = parameters;
        this.options = options ?? new GradientMonitorOptions();
        this.options.Check();
        losses = new LossWatch(this.options);
        weights = new WeightWatch(parameters, this.options);
        layers = new LayerWatch(parameters, this.options);
        vanishing = new Streak[parameters.Count];
        History = new TrainingHistory(parameters);
    }

    /// <summary>What was observed, unless <see cref="GradientMonitorOptions.KeepHistory"/> is off.</summary>
    public TrainingHistory History { get; }

    /// <summary>How many steps were observed.</summary>
    public int Steps { get; private set; }

    /// <summary>Takes in one training step of the model.</summary>
    /// <param name="step">The step's report; the model's parameters are as the step has left them.</param>
    /// <returns>The signs that this step has brought to light, each episode once; valid until the next call.</returns>
    public IReadOnlyList<Finding> Observe(in StepReport step)
    {
        Steps++;
        found.Clear();
        losses.Observe(step, Steps, found);
        weights.Observe(step, Steps, found);
        layers.Observe(Steps, found);
        ObserveVanishing();
        ObserveClipping(step);
        if (options.KeepHistory)
            History.Add(step, found);
        HealthMetrics.Record(step, found);
        return found;
    }

    private void ObserveVanishing()
    {
        int largest = 0;
        for (int i = 1; i < parameters.Count; i++)
            largest = PerElement(i) > PerElement(largest) ? i : largest;
        double least = parameters.Count == 0 ? 0 : PerElement(largest) * options.LeastGradientRatio;
        for (int i = 0; i < parameters.Count; i++)
        {
            // How many times smaller than the least that passes.
            double own = PerElement(i);
            double ratio = least > 0 && double.IsFinite(own) && parameters[i].IsTrainable ? least / own : 0;
            if (vanishing[i].Add(ratio, 1, options.Consistently, double.PositiveInfinity))
                found.Add(new Finding(
                    FindingKind.VanishingGradient,
                    Steps,
                    parameters[i].Name,
                    own,
                    least,
                    string.Create(CultureInfo.InvariantCulture, $"the gradient of {parameters[i].Name} is {Figures.Text(own)} an element, below {Figures.Text(options.LeastGradientRatio)} of that of {parameters[largest].Name}"),
                    "Init, LayerNorm, residual connections, or gated units"));
        }
    }

    private double PerElement(int index)
        => parameters.NormOfGradient(index) / Math.Sqrt(parameters.ValueSpan(index).Length);

    private void ObserveClipping(in StepReport step)
    {
        float scale = step.ClipScale;
        string? subject = null;
        for (int i = 0; i < parameters.Count; i++)
        {
            GradientPolicy policy = parameters[i].Policy;
            if (policy.Norm != NormClip.Parameter || !(parameters.NormOfGradient(i) > policy.NormThreshold))
                continue;
            float own = policy.NormThreshold / parameters.NormOfGradient(i);
            if (own < scale)
                (scale, subject) = (own, parameters[i].Name);
        }

        if (clipped.Add(scale < 1 ? 1 : 0, 0.5, options.ClippedAfter, double.PositiveInfinity))
            found.Add(new Finding(
                FindingKind.ClippingAlways,
                Steps,
                subject,
                scale,
                1,
                string.Create(CultureInfo.InvariantCulture, $"{options.ClippedAfter} steps in a row were clipped, the last by a factor of {Figures.Text(scale)}: the threshold sets the size of updates"),
                "a lower learning rate, or a higher threshold"));
    }
}
