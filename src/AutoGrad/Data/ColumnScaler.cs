using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>
/// A linear map of each column, <c>(x - offset) / scale</c>, fitted on the samples that a model is trained with and then applied to all: fitted on
/// the others too, it would tell the model about them.
/// </summary>
/// <example>
/// <code>
/// ColumnScaler scaler = ColumnScaler.Standard(trainX);
/// trainX = scaler.Apply(trainX);
/// testX = scaler.Apply(testX);
/// </code>
/// </example>
public sealed class ColumnScaler
{
    private readonly float[] offsets;
    private readonly float[] scales;

    private ColumnScaler(float[] offsets, float[] scales) => (this.offsets, this.scales) = (offsets, scales);

    /// <summary>The offset of each column.</summary>
    public IReadOnlyList<float> Offsets => offsets;

    /// <summary>The scale of each column.</summary>
    public IReadOnlyList<float> Scales => scales;

    /// <summary>Every column gets the mean 0 and the deviation 1 (divided by the count); one whose values are all equal gets zeros.</summary>
    /// <param name="x">The samples to fit to, [samples, columns]; values that are NaN, as of missing fields, do not count.</param>
    /// <exception cref="ArgumentException">The samples have another rank, or a column has no number or an infinite one.</exception>
    public static ColumnScaler Standard(Tensor<float> x)
        => Fit(x, column =>
        {
            double mean = column.Average(), variance = column.Average(v => (v - mean) * (v - mean));
            return (mean, Math.Sqrt(variance));
        });

    /// <summary>Every column goes from 0 to 1; one whose values are all equal gets zeros.</summary>
    /// <inheritdoc cref="Standard"/>
    public static ColumnScaler MinMax(Tensor<float> x)
        => Fit(x, column => (column.Min(), column.Max() - column.Min()));

    /// <summary>The samples mapped.</summary>
    /// <param name="x">[samples, columns].</param>
    /// <exception cref="ArgumentException">There are other columns than those that it was fitted to.</exception>
    public Tensor<float> Apply(Tensor<float> x) => Map(x, (v, c) => (v - offsets[c]) / scales[c]);

    /// <summary>What <see cref="Apply"/> made of samples mapped back.</summary>
    /// <inheritdoc cref="Apply"/>
    public Tensor<float> Invert(Tensor<float> x) => Map(x, (v, c) => v * scales[c] + offsets[c]);

    private static ColumnScaler Fit(Tensor<float> x, Func<double[], (double Offset, double Scale)> fit)
    {
        int columns = Columns(x);
        var offsets = new float[columns];
        var scales = new float[columns];
        ReadOnlySpan<float> values = Elements.Of(x.AsReadOnlyTensorSpan());
        for (int c = 0; c < columns; c++)
        {
            var column = new List<double>();
            for (int i = c; i < values.Length; i += columns)
            {
                if (float.IsInfinity(values[i]))
                    throw new ArgumentException($"Column {c} has an infinite value in sample {i / columns}.", nameof(x));
                if (!float.IsNaN(values[i]))
                    column.Add(values[i]);
            }

            if (column.Count == 0)
                throw new ArgumentException($"Column {c} has no number.", nameof(x));
            (double offset, double scale) = fit([.. column]);
            offsets[c] = (float)offset;
            // Of equal values rounding may leave a deviation that means nothing.
            scales[c] = (float)scale > Math.Abs((float)offset) * 1e-7f ? (float)scale : 1;
        }

        return new ColumnScaler(offsets, scales);
    }

    private Tensor<float> Map(Tensor<float> x, Func<float, int, float> map)
    {
        int columns = Columns(x);
        if (columns != offsets.Length)
            throw new ArgumentException($"x has {columns} columns, but the scaler was fitted to {offsets.Length}.", nameof(x));
        float[] mapped = Elements.Of(x.AsReadOnlyTensorSpan()).ToArray();
        for (int i = 0; i < mapped.Length; i++)
            mapped[i] = map(mapped[i], i % columns);
        return Tensor.Create(mapped, x.Lengths);
    }

    private static int Columns(Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2 || x.FlattenedLength == 0)
            throw new ArgumentException($"x must have shape [samples, columns] but has lengths [{string.Join(", ", x.Lengths.ToArray())}].", nameof(x));
        return (int)x.Lengths[1];
    }
}
