using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>Samples to train with, and others to judge by.</summary>
/// <param name="TrainX">The inputs to train with, [samples, ...].</param>
/// <param name="TrainY">Their targets.</param>
/// <param name="TestX">The other inputs.</param>
/// <param name="TestY">Their targets.</param>
public sealed record Split<TX, TY>(Tensor<TX> TrainX, Tensor<TY> TrainY, Tensor<TX> TestX, Tensor<TY> TestY);

/// <summary>Divides samples.</summary>
public static class Split
{
    /// <summary>Divides samples in random order; the same seed gives the same division.</summary>
    /// <param name="x">The inputs, [samples, ...].</param>
    /// <param name="y">The targets, [samples, ...].</param>
    /// <param name="testShare">The share of samples that are not trained with, above 0 and below 1; both parts get one sample at least.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <exception cref="ArgumentException">The numbers of samples differ or are below 2, or the share is out of range.</exception>
    public static Split<TX, TY> Shuffled<TX, TY>(Tensor<TX> x, Tensor<TY> y, float testShare, int seed)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        int samples = checked((int)x.Lengths[0]);
        if (samples != y.Lengths[0] || samples < 2)
            throw new ArgumentException($"x and y must have equally many samples, at least 2, but x has {samples} and y has {y.Lengths[0]} (axis 0).", nameof(y));
        if (!(testShare is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(testShare), testShare, "The share must be above 0 and below 1.");
        int[] order = Batches.Order(samples, seed);
        int tests = Math.Clamp((int)Math.Round(samples * (double)testShare), 1, samples - 1);
        ReadOnlySpan<int> train = order.AsSpan(tests), test = order.AsSpan(0, tests);
        return new(Rows(x, train), Rows(y, train), Rows(x, test), Rows(y, test));
    }

    private static Tensor<T> Rows<T>(Tensor<T> x, ReadOnlySpan<int> rows) => new RowGatherer<T>(x, rows.Length).Gather(rows);
}
