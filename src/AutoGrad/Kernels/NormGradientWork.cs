using System.Numerics;
using System.Runtime.Intrinsics;

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
    private T* partial, zeros;

    internal void Run()
    {
        nint chunks = nint.Clamp(Rows * Columns / ChunkElements, 1, MostChunks);
        chunkRows = nint.Max(1, (Rows + chunks - 1) / chunks);
        chunks = nint.Max(1, (Rows + chunkRows - 1) / chunkRows);
        zeros = Scratch.Current.ReserveWork<T>(Columns * ((2 * chunks) - 1));
        new Span<T>(zeros, (int)Columns).Clear();
        partial = zeros + Columns;
        fixed (NormGradientWork<T>* self = &this)
            WorkerPool.Run((int)chunks, &RunChunk, self);
        for (nint c = 1; c < chunks; c++)
        {
            NormRow<Simd256<T>, T>.Add(Sums(c), DScale, Columns);
            if (DOffset != null)
                NormRow<Simd256<T>, T>.Add(Sums(c) + Columns, DOffset, Columns);
        }
    }

    private static void RunChunk(void* state, int chunk)
    {
        NormGradientWork<T>* work = (NormGradientWork<T>*)state;
        nint first = chunk * work->chunkRows;
        nint end = nint.Min(work->Rows, first + work->chunkRows);
        T* dScale = chunk == 0 ? work->DScale : work->Sums(chunk), dOffset = chunk == 0 || work->DOffset == null ? work->DOffset : work->Sums(chunk) + work->Columns;
        if (Vector512.IsHardwareAccelerated)
            work->Run<Simd512<T>>(first, end, dScale, dOffset);
        else
            work->Run<Simd256<T>>(first, end, dScale, dOffset);
    }

    private readonly T* Sums(nint chunk) => partial + 2 * Columns * (chunk - 1);

    private readonly void Run<TVector>(nint first, nint end, T* dScale, T* dOffset)
        where TVector : struct, ISimd<TVector, T>
    {
        new Span<T>(dScale, (int)Columns).Clear();
        if (dOffset != null)
            new Span<T>(dOffset, (int)Columns).Clear();
        for (nint i = first; i < end; i += 2)
        {
            // A last row without another has a second whose gradient is zero.
            nint next = nint.Min(i + 1, end - 1);
            T* x0 = X + i * Columns, x1 = X + next * Columns, g0 = G + i * Columns, g1 = next > i ? G + next * Columns : zeros;
            T mean0 = Mean == null ? T.Zero : Mean[i], mean1 = Mean == null ? T.Zero : Mean[next];
            (T sum0, T product0, T sum1, T product1) = NormRow<TVector, T>.Sums(x0, x1, mean0, mean1, R[i], R[next], Scale, g0, g1, dScale, dOffset, Columns);
            Gradient<TVector>(i, mean0, sum0, product0);
            if (next > i)
                Gradient<TVector>(next, mean1, sum1, product1);
        }
    }

    private readonly void Gradient<TVector>(nint i, T mean, T sum, T product)
        where TVector : struct, ISimd<TVector, T>
    {
        T count = T.CreateTruncating(Columns);
        NormRow<TVector, T>.Gradient(X + i * Columns, mean, R[i], Scale, G + i * Columns, Mean == null ? T.Zero : sum / count, product / count, Dx + i * Columns, Columns);
    }
}
