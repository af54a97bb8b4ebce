using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <content>Batches of sequences that need not fit into memory, and batches made ahead.</content>
public static partial class Batches
{
    /// <summary>
    /// Batches of samples as they come, such as lines of files; the last batch may be smaller. The tensors are new ones each time.
    /// </summary>
    /// <param name="samples">The samples, each an input and a target of the same lengths as the others; without the axis of the batch.</param>
    /// <param name="batchSize">How many samples a batch has, at least 1.</param>
    /// <returns>Batches, [samples, ...] each.</returns>
    /// <exception cref="ArgumentException">A sample has other lengths than the first of its batch (when it is enumerated).</exception>
    public static IEnumerable<(Tensor<TX> X, Tensor<TY> Y)> From<TX, TY>(IEnumerable<(Tensor<TX> X, Tensor<TY> Y)> samples, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return Enumerate();

        IEnumerable<(Tensor<TX> X, Tensor<TY> Y)> Enumerate()
        {
            foreach ((Tensor<TX> X, Tensor<TY> Y)[] batch in samples.Chunk(batchSize))
                yield return (Stack(Array.ConvertAll(batch, sample => sample.X)), Stack(Array.ConvertAll(batch, sample => sample.Y)));
        }
    }

    /// <summary>
    /// The same batches, made ahead on one background thread while others are trained with. They are copies, so batches that reuse their tensors may be
    /// given. What the batches throw is thrown where they are consumed, after those before it; whoever stops early stops the thread.
    /// </summary>
    /// <param name="batches">The batches; their enumeration runs on the other thread, and its end is waited for.</param>
    /// <param name="capacity">How many batches are kept ready, at least 1.</param>
    public static IEnumerable<(Tensor<TX> X, Tensor<TY> Y)> Prefetched<TX, TY>(IEnumerable<(Tensor<TX> X, Tensor<TY> Y)> batches, int capacity = 2)
        => Ahead(batches?.Select(batch => (Copy(batch.X), Copy(batch.Y)))!, capacity);

    /// <summary>As <see cref="Prefetched"/>, of any elements, which must not be reused by the sequence.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="capacity">How many are kept ready, at least 1.</param>
    public static IEnumerable<T> Ahead<T>(IEnumerable<T> elements, int capacity = 2)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        return Enumerate();

        IEnumerable<T> Enumerate()
        {
            using var prefetcher = new Prefetcher<T>(elements, capacity);
            foreach (T element in prefetcher.Consume())
                yield return element;
        }
    }

    private static Tensor<T> Copy<T>(Tensor<T> x)
        => Tensor.Create(Elements.Of(x.AsReadOnlyTensorSpan()).ToArray(), x.Lengths);

    private static Tensor<T> Stack<T>(Tensor<T>[] samples)
    {
        nint[] lengths = samples[0].Lengths.ToArray();
        var all = new List<T>(checked((int)(samples.Length * samples[0].FlattenedLength)));
        foreach (Tensor<T> sample in samples)
        {
            if (!sample.Lengths.SequenceEqual(lengths))
                throw new ArgumentException($"A sample has lengths [{string.Join(", ", sample.Lengths.ToArray())}] where the first of its batch has [{string.Join(", ", lengths)}].");
            all.AddRange(Elements.Of(sample.AsReadOnlyTensorSpan()));
        }

        return Tensor.Create([.. CollectionsMarshal.AsSpan(all)], [samples.Length, .. lengths]);
    }
}
