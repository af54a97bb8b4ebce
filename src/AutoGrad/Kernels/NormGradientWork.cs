using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>
/// The backward pass of normalisation. Rows are shared out in ranges that depend on the shape alone; each range but the first has sums over
/// its rows of its own, which are added in order.
/// </summary>
internal unsafe struct NormGradientWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal T* X, Scale, Mean, R, G, Dx, DScale, DOffset;
    internal nint Rows, Columns;

    /// <summary>The elements of one range, about.</summary>
    private const nint ChunkElements = 16 << 10;

    private const nint MostChunks = 16;

    private nint chunkRows;
    private T* partial;

    internal void Run()
    {
        nint chunks = nint.Clamp(Rows * Columns / ChunkElements, 1, MostChunks);
        chunkRows = nint.Max(1, (Rows + chunks - 1) / chunks);
        chunks = nint.Max(1, (Rows + chunkRows - 1) / chunkRows);
        partial = Scratch.Current.ReserveWork<T>(2 * Columns * (chunks - 1));
        fixed (NormGradientWork<T>* self = &this)
            WorkerPool.Run((int)chunks, &RunChunk, self);
        for (nint c = 1; c < chunks; c++)
        {
            NormRow.Add(Sums(c), DScale, Columns);
            if (DOffset != null)
                NormRow.Add(Sums(c) + Columns, DOffset, Columns);
        }
    }

    private static void RunChunk(void* state, int chunk)
    {
        NormGradientWork<T>* work = (NormGradientWork<T>*)state;
        nint first = chunk * work->chunkRows;
        work->Run(first, nint.Min(work->Rows, first + work->chunkRows), chunk == 0 ? work->DScale : work->Sums(chunk), chunk == 0 || work->DOffset == null ? work->DOffset : work->Sums(chunk) + work->Columns);
    }

    private readonly T* Sums(nint chunk) => partial + 2 * Columns * (chunk - 1);

    private readonly void Run(nint first, nint end, T* dScale, T* dOffset)
    {
        new Span<T>(dScale, (int)Columns).Clear();
        if (dOffset != null)
            new Span<T>(dOffset, (int)Columns).Clear();
        T count = T.CreateTruncating(Columns);
        for (nint i = first; i < end; i++)
        {
            T* x = X + i * Columns, g = G + i * Columns;
            T mean = Mean == null ? T.Zero : Mean[i], r = R[i];
            (T sum, T product) = NormRow.Sums(x, mean, r, Scale, g, dScale, dOffset, Columns);
            NormRow.Gradient(x, mean, r, Scale, g, Mean == null ? T.Zero : sum / count, product / count, Dx + i * Columns, Columns);
        }
    }
}
