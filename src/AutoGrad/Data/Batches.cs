using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>Cuts data into batches along axis 0.</summary>
public static partial class Batches
{
    /// <summary>
    /// Batches in random order, every sample once; the last batch may be smaller. Enumerating again gives the same batches.
    /// The tensors are written over by the next iteration: copy what is to be kept.
    /// </summary>
    /// <param name="x">The inputs, [samples, ...].</param>
    /// <param name="y">The targets, [samples, ...].</param>
    /// <param name="batchSize">How many samples a batch has, at least 1.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <exception cref="ArgumentException">The numbers of samples differ or are zero, or the batch size is below 1.</exception>
    public static IEnumerable<(Tensor<TX> X, Tensor<TY> Y)> Shuffled<TX, TY>(Tensor<TX> x, Tensor<TY> y, int batchSize, int seed)
    {
        Check(x, y, batchSize);
        return Enumerate(x, y, batchSize, seed);
    }

    /// <summary>As <see cref="Shuffled"/>, in the order of the data.</summary>
    /// <param name="x">The inputs, [samples, ...].</param>
    /// <param name="y">The targets, [samples, ...].</param>
    /// <param name="batchSize">How many samples a batch has, at least 1.</param>
    /// <exception cref="ArgumentException">The numbers of samples differ or are zero, or the batch size is below 1.</exception>
    public static IEnumerable<(Tensor<TX> X, Tensor<TY> Y)> InOrder<TX, TY>(Tensor<TX> x, Tensor<TY> y, int batchSize)
    {
        Check(x, y, batchSize);
        return Enumerate(x, y, batchSize, seed: null);
    }

    private static void Check<TX, TY>(Tensor<TX> x, Tensor<TY> y, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Lengths[0] != y.Lengths[0])
            throw new ArgumentException(
                $"x and y must have equally many samples but x has {x.Lengths[0]} and y has {y.Lengths[0]} (axis 0).",
                nameof(y));
        if (x.Lengths[0] == 0)
            throw new ArgumentException("There must be at least one sample.", nameof(x));
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
    }

    private static IEnumerable<(Tensor<TX> X, Tensor<TY> Y)> Enumerate<TX, TY>(Tensor<TX> x, Tensor<TY> y, int batchSize, int? seed)
    {
        int[] order = Order(checked((int)x.Lengths[0]), seed);
        int size = Math.Min(batchSize, order.Length);
        var inputs = new RowGatherer<TX>(x, size);
        var targets = new RowGatherer<TY>(y, size);
        for (int start = 0; start < order.Length; start += size)
        {
            int count = Math.Min(size, order.Length - start);
            yield return (inputs.Gather(order.AsSpan(start, count)), targets.Gather(order.AsSpan(start, count)));
            if (count < size)
                yield break; // start + size might overflow
        }
    }

    /// <summary>The numbers from 0 on, in random order with a seed.</summary>
    internal static int[] Order(int count, int? seed)
    {
        var order = new int[count];
        for (int i = 0; i < count; i++)
            order[i] = i;
        if (seed is { } key)
        {
            // Fisher and Yates: every order is equally likely.
            var random = new RandomStream(key, RandomUse.Shuffle, 0);
            for (int i = count - 1; i > 0; i--)
            {
                int other = (int)random.NextBelow((uint)i + 1);
                (order[i], order[other]) = (order[other], order[i]);
            }
        }

        return order;
    }
}
