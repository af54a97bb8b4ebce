using System.Numerics;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// One product: its operands, and how it is cut. The cuts depend on the shape alone, so neither the order of additions nor
/// the partial sums of an epilogue depend on the number of threads.
/// </summary>
internal unsafe partial struct GemmJob<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A product of fewer multiplications than this (about 50 microseconds) is one chunk.</summary>
    internal const nint LeastParallel = 4 << 20;

    private const nint MostChunks = 64;

    /// <summary>The elements of A that one block of rows may have: half of a usual second-level cache.</summary>
    private const nint BlockElements = 128 << 10;

    private readonly T* a, b;
    private readonly nint aRowStride, aColumnStride, bRowStride, bColumnStride;
    private readonly nint m, n, k;
    private readonly int vectors;
    private readonly bool packA, packB;

    /// <summary>The rows that are worked on at a time, for all columns of a chunk.</summary>
    private readonly nint rowBlock;

    private readonly nint chunkRows, chunkColumns, columnChunks;
    private readonly long product;

    internal GemmJob(
        T* a, nint aRowStride, nint aColumnStride, T* b, nint bRowStride, nint bColumnStride, nint m, nint n, nint k, bool sumsRows)
    {
        this.a = a;
        this.aRowStride = aRowStride;
        this.aColumnStride = aColumnStride;
        this.b = b;
        this.bRowStride = bRowStride;
        this.bColumnStride = bColumnStride;
        this.m = m;
        this.n = n;
        this.k = k;
        vectors = TileTable<T>.Vectors(m);
        packA = n >= 256 && k >= 64 && Collides(aColumnStride == 1 ? aRowStride : aColumnStride);
        packB = bColumnStride != 1 || (m >= 48 && k >= 64 && Collides(bRowStride)) || (m >= 96 && SpansPages(k, bRowStride));
        if (packA)
            product = Interlocked.Increment(ref GemmCount.Products);

        nint work = m * n * k * sizeof(T) / sizeof(float);
        rowBlock = chunkRows = m;
        chunkColumns = n;
        if (m * k > 2 * BlockElements)
        {
            rowBlock = Round(BlockElements / k, 12, 96, m);
            if (!sumsRows)
                chunkRows = rowBlock;
        }
        if (work >= LeastParallel)
        {
            nint share = nint.Max(LeastParallel / 4, work / MostChunks) * sizeof(float) / sizeof(T);
            chunkColumns = Round(share / (chunkRows * k), vectors * Width, vectors * Width, n);
            if (!sumsRows && n < 8 * chunkColumns)
                chunkRows = Round(share / (chunkColumns * k), 12, 96, chunkRows);
            rowBlock = nint.Min(rowBlock, chunkRows);
        }
        columnChunks = (n + chunkColumns - 1) / chunkColumns;
        Chunks = (int)(columnChunks * ((m + chunkRows - 1) / chunkRows));
    }

    /// <summary>The pieces that may run at the same time, row block after row block.</summary>
    internal readonly int Chunks { get; }

    /// <summary>What the epilogue reads and writes, of the shape of C and without gaps; null where it reads nothing large.</summary>
    internal T* Read { get; init; }

    internal T* Written { get; init; }

    private static int Width => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;

    /// <summary>Computes one chunk.</summary>
    internal readonly void RunChunk<TEpilogue>(int chunk, ref TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
    {
        (nint rowChunk, nint columnChunk) = Math.DivRem(chunk, columnChunks);
        nint row = rowChunk * chunkRows, column = columnChunk * chunkColumns;
        RunTiles(row, nint.Min(m, row + chunkRows), column, nint.Min(n, column + chunkColumns), ref epilogue);
    }

    /// <summary>Whether rows this far apart fall into few sets of the first-level cache, so that reading them in place thrashes.</summary>
    private static bool Collides(nint stride) => stride * sizeof(T) % 2048 == 0;

    /// <summary>Whether rows lie on so many pages that each pass over a panel misses the address caches.</summary>
    private static bool SpansPages(nint rows, nint stride) => stride * sizeof(T) >= 2048 && rows * stride * sizeof(T) >= 2 << 20;

    private static nint Round(nint value, nint multiple, nint least, nint most)
        => nint.Min(most, nint.Max(least, (value + multiple - 1) / multiple * multiple));
}

/// <summary>Numbers the products, so that a thread knows whether its packed block is of this one.</summary>
internal static class GemmCount
{
    internal static long Products;

    /// <summary>Numbers the convolutions, so that a thread clears its memory once for each.</summary>
    internal static long Convolutions;
}
