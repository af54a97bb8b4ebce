using System.Globalization;

namespace AutoGrad.Health;

/// <summary>The signs that the values of parameters give.</summary>
internal sealed class WeightWatch
{
    private const double LeastStart = 0.1;

    private readonly ParameterSet parameters;
    private readonly GradientMonitorOptions options;
    private readonly double[] starts;
    private readonly Streak[] large;
    private readonly bool[] isNonFinite;
    private bool isSuspicious;

    internal WeightWatch(ParameterSet parameters, GradientMonitorOptions options)
    {
        this.parameters = parameters;
        this.options = options;
        starts = new double[parameters.Count];
        large = new Streak[parameters.Count];
        isNonFinite = new bool[parameters.Count];
        for (int i = 0; i < starts.Length; i++)
            starts[i] = Math.Max(RootMeanSquare(i), LeastStart);
    }

    internal void Observe(in StepReport step, int number, List<Finding> found)
    {
        // A step by far too large is looked at when it happens.
        if (!isSuspicious && step.IsFinite && number % options.WeightInterval != 0)
            return;
        isSuspicious = false;
        for (int i = 0; i < starts.Length; i++)
            Observe(i, number, found);
    }

    private void Observe(int index, int number, List<Finding> found)
    {
        double size = RootMeanSquare(index);
        string name = parameters[index].Name;
        if (!double.IsFinite(size))
        {
            if (!isNonFinite[index])
                found.Add(new Finding(FindingKind.NonFiniteWeights, number, name, size, 0, string.Create(CultureInfo.InvariantCulture, $"{name} holds values that are infinite or not a number"), "ClipNorm, OnNonFinite.SkipStep"));
            isNonFinite[index] = true;
            isSuspicious = true;
            return;
        }

        isNonFinite[index] = false;
        double threshold = starts[index] * options.LargestWeightGrowth;
        if (large[index].Add(size, threshold, options.Consistently, options.AtOnce))
            found.Add(new Finding(
                FindingKind.LargeWeights,
                number,
                name,
                size,
                threshold,
                string.Create(CultureInfo.InvariantCulture, $"the root mean square of {name} is {Figures.Text(size)}, above {Figures.Text(threshold)}"),
                "L2, ClipNorm, or a lower learning rate"));
        isSuspicious |= large[index].IsOn;
    }

    private double RootMeanSquare(int index)
    {
        Span<float> value = parameters.ValueSpan(index);
        return Math.Sqrt(SumOfSquares.InDouble(value) / value.Length);
    }
}
