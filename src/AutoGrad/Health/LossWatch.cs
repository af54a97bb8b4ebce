using System.Globalization;

namespace AutoGrad.Health;

/// <summary>The signs that the loss gives.</summary>
internal sealed class LossWatch(GradientMonitorOptions options)
{
    private const double Smoothing = 0.9;
    private const int FirstSteps = 5;

    private Streak swings;
    private bool isNonFinite;
    private bool hasTraction;
    private bool isStuck;
    private double first;
    private int firstCount;
    private double smoothed = double.NaN;
    private double best = double.PositiveInfinity;
    private double last = double.NaN;

    internal void Observe(in StepReport step, int number, List<Finding> found)
    {
        double loss = step.Loss;
        if (!double.IsFinite(loss))
        {
            if (!isNonFinite)
                found.Add(new Finding(FindingKind.NonFiniteLoss, number, null, loss, 0, string.Create(CultureInfo.InvariantCulture, $"the loss is {loss}"), "ClipNorm, OnNonFinite.Throw to learn where"));
            isNonFinite = true;
            last = double.NaN;
            return;
        }

        isNonFinite = false;
        ObserveSwing(loss, number, found);
        if (firstCount < FirstSteps)
            first += (Math.Abs(loss) - first) / ++firstCount;
        smoothed = double.IsNaN(smoothed) ? loss : Smoothing * smoothed + (1 - Smoothing) * loss;
        best = Math.Min(best, Math.Abs(smoothed));
        last = loss;
        ObserveTraction(number, found);
    }

    private void ObserveSwing(double loss, int number, List<Finding> found)
    {
        if (double.IsNaN(last))
            return;
        double scale = Math.Max(Math.Min(best, first), first / 4) * options.LargestSwing;
        double change = Math.Abs(loss - last);
        if (swings.Add(change, scale, options.Consistently, options.AtOnce))
            found.Add(new Finding(
                FindingKind.LossSwings,
                number,
                null,
                change,
                scale,
                string.Create(CultureInfo.InvariantCulture, $"the loss went from {Figures.Text(last)} to {Figures.Text(loss)}, a change above {Figures.Text(scale)}"),
                "a lower learning rate, or ClipNorm"));
    }

    private void ObserveTraction(int number, List<Finding> found)
    {
        hasTraction |= firstCount == FirstSteps && smoothed < first * options.TractionRatio;
        if (hasTraction || isStuck || number < options.Patience)
            return;
        isStuck = true;
        found.Add(new Finding(
            FindingKind.NoTraction,
            number,
            null,
            smoothed,
            first * options.TractionRatio,
            string.Create(CultureInfo.InvariantCulture, $"after {number} steps the loss is {Figures.Text(smoothed)}, it began at {Figures.Text(first)}"),
            "the learning rate, Init, VanishingGradient and DeadUnits"));
    }
}
