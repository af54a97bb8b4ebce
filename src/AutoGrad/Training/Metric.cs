using System.Globalization;
using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>One figure that a <see cref="Validation"/> measures, over all its samples together.</summary>
/// <typeparam name="TY">The element type of targets.</typeparam>
/// <param name="Name">Its name in reports.</param>
/// <param name="Measure">From predictions and targets, [samples, ...] each, to the figure.</param>
/// <param name="HigherIsBetter">Whether higher figures are better.</param>
public sealed record Metric<TY>(string Name, Func<Tensor<float>, Tensor<TY>, double> Measure, bool HigherIsBetter = true);

/// <summary>The figures of <see cref="Metrics"/>.</summary>
public static class Metric
{
    /// <inheritdoc cref="Metrics.Accuracy(Tensor{float}, Tensor{int})"/>
    public static Metric<int> Accuracy { get; } = new("accuracy", Metrics.Accuracy);

    /// <inheritdoc cref="Metrics.MacroF1"/>
    public static Metric<int> MacroF1 { get; } = new("F1", Metrics.MacroF1);

    /// <inheritdoc cref="Metrics.AreaUnderCurve"/>
    public static Metric<int> AreaUnderCurve { get; } = new("AUC", Metrics.AreaUnderCurve);

    /// <inheritdoc cref="Metrics.Perplexity"/>
    public static Metric<int> Perplexity { get; } = new("perplexity", Metrics.Perplexity, HigherIsBetter: false);

    /// <inheritdoc cref="Metrics.MeanAbsoluteError"/>
    public static Metric<float> MeanAbsoluteError { get; } = new("MAE", Metrics.MeanAbsoluteError, HigherIsBetter: false);

    /// <inheritdoc cref="Metrics.RootMeanSquaredError"/>
    public static Metric<float> RootMeanSquaredError { get; } = new("RMSE", Metrics.RootMeanSquaredError, HigherIsBetter: false);

    /// <inheritdoc cref="Metrics.R2"/>
    public static Metric<float> R2 { get; } = new("R2", Metrics.R2);

    /// <inheritdoc cref="Metrics.TopKAccuracy"/>
    public static Metric<int> TopKAccuracy(int k)
        => new(string.Create(CultureInfo.InvariantCulture, $"top-{k} accuracy"), (logits, labels) => Metrics.TopKAccuracy(logits, labels, k));
}
