using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>
/// An exponential moving average of a model's weights, <c>a = d a + (1 - d) w</c>, beginning with the weights as they are at the first update. Such
/// averages often predict better than the last weights.
/// </summary>
/// <example>
/// <code>
/// var average = new WeightAverage(model.Parameters, decay: 0.999f);
/// foreach (var (x, y) in batches)
/// {
///     model.TrainStep(x, y, optimizer);
///     average.Update();
/// }
///
/// average.Swap();              // the model has the averages now
/// Evaluate(model);
/// average.Swap();              // and its own weights again
/// </code>
/// </example>
public sealed class WeightAverage
{
    private readonly ParameterSet parameters;
    private readonly float[] average;
    private readonly float rest;

    /// <summary>Creates it.</summary>
    /// <param name="parameters">The parameters of a whole model.</param>
    /// <param name="decay">How much of the average each update keeps, at least 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is out of range.</exception>
    /// <exception cref="InvalidOperationException">The parameters are those of a layer.</exception>
    public WeightAverage(ParameterSet parameters, float decay = 0.999f)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.RequireWhole();
        Hyperparameter.BelowOne(decay, "decay", nameof(decay));
        this.parameters = parameters;
        rest = (float)(1 - Hyperparameter.AsWritten(decay));
        average = new float[parameters.Length];
    }

    /// <summary>How many updates it has taken in.</summary>
    public long Updates { get; private set; }

    /// <summary>Whether the model has the averages at the moment, and this the weights.</summary>
    public bool IsSwapped { get; private set; }

    /// <summary>The averages, in the order of the parameters' block; a copy.</summary>
    internal float[] Values
    {
        get => [.. average];
        set => value.CopyTo(average, 0);
    }

    /// <summary>Takes in the weights as they are, to be called after each training step.</summary>
    /// <exception cref="InvalidOperationException">The model has the averages at the moment.</exception>
    public void Update()
    {
        if (IsSwapped)
            throw new InvalidOperationException("The model has the averages at the moment: call Swap() once more before an update.");
        Span<float> weights = parameters.AllValues;
        if (Updates++ == 0)
            weights.CopyTo(average);
        else
            Mix(weights, average, rest);
    }

    /// <summary>Exchanges the model's weights and the averages; a second call brings them back.</summary>
    /// <exception cref="InvalidOperationException">There was no update yet.</exception>
    public void Swap()
    {
        if (Updates == 0)
            throw new InvalidOperationException("There is no average before the first update.");
        Span<float> weights = parameters.AllValues;
        for (int i = 0; i < average.Length; i++)
            (weights[i], average[i]) = (average[i], weights[i]);
        IsSwapped = !IsSwapped;
    }

    internal void Restore(float[] values, long updates)
    {
        values.CopyTo(average, 0);
        (Updates, IsSwapped) = (updates, false);
    }

    // a + (1 - d) (w - a), so that an average of equal weights is exactly those.
    private static void Mix(ReadOnlySpan<float> weights, Span<float> average, float rest)
    {
        const int Part = 1024;
        Span<float> difference = stackalloc float[Part];
        for (int start = 0; start < average.Length; start += Part)
        {
            Span<float> own = average.Slice(start, Math.Min(Part, average.Length - start));
            Span<float> change = difference[..own.Length];
            TensorPrimitives.Subtract(weights.Slice(start, own.Length), own, change);
            TensorPrimitives.MultiplyAdd(change, rest, own, own);
        }
    }
}
