using System.Numerics.Tensors;

namespace AutoGrad;

/// <content>Of numbers.</content>
public static partial class Metrics
{
    /// <summary>The mean of |prediction - target|, in the unit of the target.</summary>
    /// <param name="predictions">Of any shape.</param>
    /// <param name="targets">Of the same.</param>
    /// <exception cref="ArgumentException">The shapes differ, or there is no element.</exception>
    public static double MeanAbsoluteError(Tensor<float> predictions, Tensor<float> targets)
    {
        CheckSame(predictions, targets);
        ReadOnlySpan<float> p = Elements.Of(predictions.AsReadOnlyTensorSpan()), t = Elements.Of(targets.AsReadOnlyTensorSpan());
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
            sum += Math.Abs((double)p[i] - t[i]);
        return sum / p.Length;
    }

    /// <summary>The square root of the mean of (prediction - target)^2, in the unit of the target.</summary>
    /// <inheritdoc cref="MeanAbsoluteError"/>
    public static double RootMeanSquaredError(Tensor<float> predictions, Tensor<float> targets)
    {
        CheckSame(predictions, targets);
        return Math.Sqrt(SquaredErrors(predictions, targets) / predictions.FlattenedLength);
    }

    /// <summary>
    /// The coefficient of determination, <c>1 - sum (prediction - target)^2 / sum (target - mean target)^2</c> over all elements: 1 is perfect, 0 is no
    /// better than the mean. Of targets that are all equal it is 1 where all predictions are right, else negative infinity.
    /// </summary>
    /// <inheritdoc cref="MeanAbsoluteError"/>
    public static double R2(Tensor<float> predictions, Tensor<float> targets)
    {
        CheckSame(predictions, targets);
        ReadOnlySpan<float> t = Elements.Of(targets.AsReadOnlyTensorSpan());
        double mean = 0, total = 0, rest = SquaredErrors(predictions, targets);
        foreach (float target in t)
            mean += target / (double)t.Length;
        foreach (float target in t)
            total += (target - mean) * (target - mean);
        return rest == 0 ? 1 : 1 - rest / total;
    }

    private static double SquaredErrors(Tensor<float> predictions, Tensor<float> targets)
    {
        ReadOnlySpan<float> p = Elements.Of(predictions.AsReadOnlyTensorSpan()), t = Elements.Of(targets.AsReadOnlyTensorSpan());
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
            sum += ((double)p[i] - t[i]) * ((double)p[i] - t[i]);
        return sum;
    }

    private static void CheckSame(Tensor<float> predictions, Tensor<float> targets)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(targets);
        if (!predictions.Lengths.SequenceEqual(targets.Lengths))
            throw new ArgumentException($"predictions and targets must have the same shape but have lengths [{Text(predictions.Lengths)}] and [{Text(targets.Lengths)}].", nameof(targets));
        if (predictions.FlattenedLength == 0)
            throw new ArgumentException("There must be at least one element.", nameof(predictions));
    }
}
