using System.Numerics;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// The forward pass of attention. A block of queries meets the keys block after block: what it has summed so far is kept relative to the largest
/// score so far, and made smaller where a larger one comes (Milakov and Gimelshein 2018).
/// </summary>
internal unsafe struct AttentionForward<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal AttentionSizes<T> Sizes;
    internal T* Y, LogSums;

    private const int Block = AttentionSizes<T>.Block;

    internal void Run()
    {
        int chunks = checked((int)(Sizes.N * Sizes.Heads * Sizes.Blocks));
        fixed (AttentionForward<T>* self = &this)
            if (Sizes.Work >= GemmJob<T>.LeastParallel)
                WorkerPool.Run(chunks, &RunChunk, self);
            else
                for (int i = 0; i < chunks; i++)
                    RunChunk(self, i);
    }

    /// <summary>All weights.</summary>
    internal static void Weights(AttentionSizes<T> sizes, T* weights)
    {
        T* scores = Scratch.Current.ReserveWork<T>(Block * Block);
        for (nint sample = 0; sample < sizes.N; sample++)
            for (nint head = 0; head < sizes.Heads; head++)
                for (nint query = 0; query < sizes.Time; query += Block, weights += Block * sizes.Time)
                {
                    int rows = sizes.Rows(query);
                    new Span<T>(weights, checked((int)(rows * sizes.Time))).Clear();
                    for (nint key = 0; key < sizes.Seen(query); key += Block)
                    {
                        int columns = sizes.Rows(key);
                        sizes.Scores(sample, head, query, key, rows, columns, scores);
                        for (int r = 0; r < rows; r++)
                            for (int c = 0; c < columns; c++)
                                weights[r * sizes.Time + key + c] = c < sizes.Visible(query + r, key, columns) ? scores[r * Block + c] * sizes.Scale : T.NegativeInfinity;
                    }

                    for (int r = 0; r < rows; r++)
                        Softmax(weights + r * sizes.Time, nint.Min(sizes.Time, sizes.Seen(query)));
                    if (rows < Block)
                        weights -= (Block - rows) * sizes.Time;
                }
    }

    private static void RunChunk(void* state, int chunk)
    {
        AttentionForward<T>* work = (AttentionForward<T>*)state;
        (nint rest, nint block) = Math.DivRem(chunk, work->Sizes.Blocks);
        (nint sample, nint head) = Math.DivRem(rest, work->Sizes.Heads);
        work->Run(sample, head, block * Block);
    }

    private readonly void Run(nint sample, nint head, nint query)
    {
        int rows = Sizes.Rows(query);
        T* scores = Scratch.Current.ReserveWork<T>(Block * Block + 2 * Block), largest = scores + Block * Block, sums = largest + Block;
        new Span<T>(largest, rows).Fill(T.NegativeInfinity);
        new Span<T>(sums, rows).Clear();
        T* y = Y + Sizes.Output(sample, head, query);
        nint seen = Sizes.Seen(query);
        for (nint key = 0; key < seen; key += Block)
        {
            int columns = Sizes.Rows(key);
            Sizes.Scores(sample, head, query, key, rows, columns, scores);
            for (int r = 0; r < rows; r++)
            {
                T factor = Exponentials(scores + r * Block, Sizes.Visible(query + r, key, columns), columns, ref largest[r], ref sums[r]);
                if (key > 0 && factor != T.One)
                    Multiply(y + r * Sizes.Width, factor);
            }

            ref readonly T values = ref *Sizes.Part(sample, head, 2, key);
            if (key == 0)
            {
                Gemm.Multiply(in *scores, Block, 1, in values, Sizes.Stride, 1, rows, Sizes.Size, columns, ref *y, Sizes.Width);
                continue;
            }

            AddEpilogue<T> add = new(ref *y, Sizes.Width);
            Gemm.Multiply(in *scores, Block, 1, in values, Sizes.Stride, 1, rows, Sizes.Size, columns, ref add, []);
        }

        T* logSums = LogSums + (sample * Sizes.Heads + head) * Sizes.Time + query;
        for (int r = 0; r < rows; r++)
        {
            // The weights are exp(score - logarithm): 0 for all scores where nothing is seen.
            logSums[r] = sums[r] == T.Zero ? T.PositiveInfinity : largest[r] + T.Log(sums[r]);
            if (sums[r] != T.Zero)
                Multiply(y + r * Sizes.Width, T.One / sums[r]);
        }
    }

    /// <summary>Makes exponentials of a row's scores; returns what has been summed before must be multiplied by.</summary>
    private readonly T Exponentials(T* row, int visible, int columns, ref T largest, ref T sum)
    {
        T scale = Sizes.Scale;
        T max = Vector512.IsHardwareAccelerated ? Row512.Fold<T, MaxFold<T>>(row, visible) : Row256.Fold<T, MaxFold<T>>(row, visible);
        max = T.Max(largest, max * scale);
        if (max == T.NegativeInfinity)
        {
            new Span<T>(row, columns).Clear();
            return T.One;
        }

        T factor = T.Exp(largest - max);
        T added = Vector512.IsHardwareAccelerated ? Row512.ExpSum(row, scale, max, row, visible) : Row256.ExpSum(row, scale, max, row, visible);
        new Span<T>(row + visible, columns - visible).Clear();
        (sum, largest) = (sum * factor + added, max);
        return factor;
    }

    private readonly void Multiply(T* row, T factor)
    {
        if (Vector512.IsHardwareAccelerated)
            Row512.Affine(row, factor, T.Zero, row, Sizes.Size);
        else
            Row256.Affine(row, factor, T.Zero, row, Sizes.Size);
    }

    private static void Softmax(T* row, nint length)
    {
        T max = Vector512.IsHardwareAccelerated ? Row512.Fold<T, MaxFold<T>>(row, length) : Row256.Fold<T, MaxFold<T>>(row, length);
        if (max == T.NegativeInfinity)
        {
            new Span<T>(row, (int)length).Clear();
            return;
        }

        T sum = Vector512.IsHardwareAccelerated ? Row512.ExpSum(row, T.One, max, row, length) : Row256.ExpSum(row, T.One, max, row, length);
        for (nint i = 0; i < length; i++)
            row[i] /= sum;
    }
}
