using System.Numerics;
using System.Numerics.Tensors;
using static System.FormattableString;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>
    /// Scaled dot-product attention of heads (Vaswani et al. 2017): with d the numbers of a head, softmax(q kᵀ / sqrt(d)) v for each sample and head.
    /// </summary>
    /// <param name="queryKeyValue">Queries, keys and values beside each other, [n, time, 3 * width], in each of the three head after head.</param>
    /// <param name="heads">How many heads share the width.</param>
    /// <param name="causal">Whether each step sees only those before it, and itself.</param>
    /// <returns>[n, time, width], head after head.</returns>
    /// <exception cref="ArgumentException">The tensor has another shape, or the heads do not divide the width.</exception>
    public static Tensor<T> Attention<T>(Tensor<T> queryKeyValue, int heads, bool causal = false)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(queryKeyValue);
        return Attend(queryKeyValue, [], heads, causal);
    }

    /// <summary>As the overload without a mask, but seeing only the steps whose mask is true.</summary>
    /// <param name="queryKeyValue">Queries, keys and values beside each other, [n, time, 3 * width]; what is not seen may hold anything finite.</param>
    /// <param name="mask">Which steps are seen, [n, time]. A step that sees none, itself included, gives 0, and no gradient flows back from it.</param>
    /// <param name="heads">How many heads share the width.</param>
    /// <param name="causal">Whether each step sees only those before it, and itself.</param>
    /// <returns>[n, time, width], head after head.</returns>
    /// <exception cref="ArgumentException">A tensor has another shape, or the heads do not divide the width.</exception>
    public static Tensor<T> Attention<T>(Tensor<T> queryKeyValue, Tensor<bool> mask, int heads, bool causal = false)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(queryKeyValue);
        ReadOnlySpan<bool> seen = Operand.ReadAny(mask);
        if (mask.Rank != 2 || queryKeyValue.Rank != 3 || !mask.Lengths.SequenceEqual(queryKeyValue.Lengths[..2]))
            throw new ArgumentException($"mask must have the shape [n, time] of queryKeyValue with lengths {Axes.Text(queryKeyValue.Lengths)}, but has lengths {Axes.Text(mask.Lengths)}.", nameof(mask));
        return Attend(queryKeyValue, seen, heads, causal);
    }

    private static Tensor<T> Attend<T>(Tensor<T> queryKeyValue, ReadOnlySpan<bool> seen, int heads, bool causal)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> x = Operand.Read(queryKeyValue);
        if (queryKeyValue.Rank != 3 || queryKeyValue.Lengths[2] % 3 != 0)
            throw new ArgumentException($"queryKeyValue must have the shape [n, time, 3 * width], but has lengths {Axes.Text(queryKeyValue.Lengths)}.", nameof(queryKeyValue));
        (int samples, int time, int width) = ((int)queryKeyValue.Lengths[0], (int)queryKeyValue.Lengths[1], (int)queryKeyValue.Lengths[2] / 3);
        if (heads < 1 || width % heads != 0)
            throw new ArgumentException(Invariant($"A width of {width} cannot be shared by {heads} heads: the width must be a multiple of the heads."), nameof(heads));
        var values = new T[samples * time * width];
        var weights = new double[time];
        int size = width / heads;
        for (int n = 0; n < samples; n++)
        {
            ReadOnlySpan<T> sample = x.Slice(n * time * 3 * width, time * 3 * width);
            for (int h = 0; h < heads; h++)
            {
                for (int i = 0; i < time; i++)
                {
                    for (int t = 0; t < time; t++)
                    {
                        bool isSeen = (!causal || t <= i) && (seen.IsEmpty || seen[(n * time) + t]);
                        weights[t] = isSeen ? Score(sample, i, t, width, h * size, size) : double.NegativeInfinity;
                    }

                    double sum = LogSumExp(weights);
                    for (int j = 0; !double.IsNegativeInfinity(sum) && j < size; j++)
                    {
                        double total = 0;
                        for (int t = 0; t < time; t++)
                            total += Math.Exp(weights[t] - sum) * double.CreateTruncating(sample[(t * 3 * width) + (2 * width) + (h * size) + j]);
                        values[(((n * time) + i) * width) + (h * size) + j] = T.CreateTruncating(total);
                    }
                }
            }
        }

        return Operand.Result(values, [samples, time, width]);
    }

    private static double Score<T>(ReadOnlySpan<T> sample, int query, int key, int width, int start, int size)
        where T : IFloatingPointIeee754<T>
    {
        double product = 0;
        for (int d = start; d < start + size; d++)
            product += double.CreateTruncating(sample[(query * 3 * width) + d]) * double.CreateTruncating(sample[(key * 3 * width) + width + d]);
        return product / Math.Sqrt(size);
    }
}
