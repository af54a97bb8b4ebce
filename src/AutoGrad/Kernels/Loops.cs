using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Drives fused element-wise kernels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Loops
{
    /// <summary>The elements of one chunk, about: some operands of it fit in second-level cache.</summary>
    private const nint ChunkElements = 16 << 10;

    /// <summary>Fewer chunks than this are not worth waking a thread for.</summary>
    private const int LeastParallelChunks = 4;

    private const nint ColumnMultiple = 64;

    /// <summary>Applies a kernel without sums to every element of a matrix of <paramref name="rows"/> x <paramref name="columns"/>.</summary>
    public static void Run<TKernel, T>(ref TKernel kernel, nint rows, nint columns)
        where TKernel : struct, IFusedKernel<TKernel, T>, allows ref struct
        where T : unmanaged
        => Run<TKernel, T>(ref kernel, rows, columns, []);

    /// <summary>
    /// Applies a kernel to every element of a matrix of <paramref name="rows"/> x <paramref name="columns"/> and adds the
    /// kernel's sums to <paramref name="sums"/>, which the caller has cleared. Large matrices are cut into chunks of whole
    /// rows, or of columns where the kernel sums rows or there is one row; the sums of the chunks are added in their order.
    /// A kernel that sums along a row may see one row in several chunks here: use <see cref="RunRows"/> for it.
    /// </summary>
    public static void Run<TKernel, T>(ref TKernel kernel, nint rows, nint columns, scoped Span<double> sums)
        where TKernel : struct, IFusedKernel<TKernel, T>, allows ref struct
        where T : unmanaged
    {
        if (rows * columns > ChunkElements)
        {
            RunChunks<TKernel, T>(ref kernel, rows, columns, TKernel.SumsRows || rows == 1, sums);
            return;
        }
        Body<TKernel, T>(ref kernel, 0, rows, 0, columns);
        TKernel.Flush(ref kernel, PartialSums.Unscoped(sums));
    }

    /// <summary>
    /// As <see cref="Run{TKernel, T}(ref TKernel, nint, nint, Span{double})"/>, for a kernel whose EndRow stores what it has summed along
    /// the row: no row is ever cut.
    /// </summary>
    public static void RunRows<TKernel, T>(ref TKernel kernel, nint rows, nint columns, scoped Span<double> sums)
        where TKernel : struct, IFusedKernel<TKernel, T>, allows ref struct
        where T : unmanaged
    {
        if (rows * columns > ChunkElements && rows > 1 && !TKernel.SumsRows)
        {
            RunChunks<TKernel, T>(ref kernel, rows, columns, cutColumns: false, sums);
            return;
        }
        Body<TKernel, T>(ref kernel, 0, rows, 0, columns);
        TKernel.Flush(ref kernel, PartialSums.Unscoped(sums));
    }

    [SkipLocalsInit]
    private static void RunChunks<TKernel, T>(ref TKernel kernel, nint rows, nint columns, bool cutColumns, scoped Span<double> sums)
        where TKernel : struct, IFusedKernel<TKernel, T>, allows ref struct
        where T : unmanaged
    {
        Work work = new() { Rows = rows, Columns = columns, ChunkRows = rows, ChunkColumns = columns, Sums = TKernel.Sums };
        if (cutColumns)
            work.ChunkColumns = nint.Max(ColumnMultiple, ChunkElements / rows / ColumnMultiple * ColumnMultiple);
        else
            work.ChunkRows = nint.Max(1, ChunkElements / columns);
        work.ColumnChunks = (columns + work.ChunkColumns - 1) / work.ChunkColumns;
        int chunks = checked((int)(work.ColumnChunks * ((rows + work.ChunkRows - 1) / work.ChunkRows)));

        TKernel copy = kernel;
        work.Kernel = Unsafe.AsPointer(ref copy);
        work.Slots = PartialSums.Reserve(chunks, work.Sums);
        if (chunks >= LeastParallelChunks)
            WorkerPool.Run(chunks, &RunChunk<TKernel, T>, &work);
        else
            for (int i = 0; i < chunks; i++)
                RunChunk<TKernel, T>(&work, i);
        PartialSums.Add(work.Slots, chunks, work.Sums, sums);
    }

    private static void RunChunk<TKernel, T>(void* state, int chunk)
        where TKernel : struct, IFusedKernel<TKernel, T>, allows ref struct
        where T : unmanaged
    {
        Work* work = (Work*)state;
        (nint rowChunk, nint columnChunk) = Math.DivRem(chunk, work->ColumnChunks);
        nint row = rowChunk * work->ChunkRows, column = columnChunk * work->ChunkColumns;
        TKernel kernel = Unsafe.AsRef<TKernel>(work->Kernel);
        Body<TKernel, T>(
            ref kernel, row, nint.Min(work->Rows, row + work->ChunkRows), column, nint.Min(work->Columns, column + work->ChunkColumns));
        TKernel.Flush(ref kernel, new Span<double>(work->Slots + (nint)chunk * work->Sums, work->Sums));
    }

    private static void Body<TKernel, T>(ref TKernel kernel, nint row, nint rowEnd, nint column, nint columnEnd)
        where TKernel : struct, IFusedKernel<TKernel, T>, allows ref struct
        where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
            Body<TKernel, T, Simd512<T>>(ref kernel, row, rowEnd, column, columnEnd);
        else
            Body<TKernel, T, Simd256<T>>(ref kernel, row, rowEnd, column, columnEnd);
    }

    // The kernel is copied, so that its fields can live in registers over the loop. Not inlined: a loop of its own has the whole
    // inlining budget of the compiler for the kernel.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Body<TKernel, T, TVector>(ref TKernel kernel, nint row, nint rowEnd, nint column, nint columnEnd)
        where TKernel : struct, IFusedKernel<TKernel, T>, allows ref struct
        where T : unmanaged
        where TVector : struct, ISimd<TVector, T>
    {
        TKernel local = kernel;
        for (; row < rowEnd; row++)
        {
            nint j = column;
            for (; j <= columnEnd - TVector.Count; j += TVector.Count)
                local.Invoke<TVector>(row, j, TVector.Count);
            if (j < columnEnd)
                local.Invoke<TVector>(row, j, (int)(columnEnd - j));
            TKernel.EndRow(ref local, row);
        }
        kernel = local;
    }

    /// <summary>What the chunks share. The kernel stays on the caller's stack; each chunk works on a copy.</summary>
    private struct Work
    {
        internal void* Kernel;
        internal nint Rows, Columns, ChunkRows, ChunkColumns, ColumnChunks;
        internal double* Slots;
        internal int Sums;
    }
}
