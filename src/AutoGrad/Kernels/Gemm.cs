using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>
/// Matrix products. An operand is given by the strides of its rows and columns, so a transposed operand is the same memory
/// with the two strides exchanged; one of the two is 1.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Gemm
{
    /// <summary>
    /// C[i, j] = sum over p below <paramref name="k"/> of A[i, p] B[p, j], for i below <paramref name="m"/> and j below
    /// <paramref name="n"/>. Every element of C goes to the epilogue exactly once, which stores it; the epilogue's sums are
    /// added to <paramref name="sums"/>.
    /// </summary>
    public static void Multiply<T, TEpilogue>(
        ref readonly T a, nint aRowStride, nint aColumnStride,
        ref readonly T b, nint bRowStride, nint bColumnStride,
        nint m, nint n, nint k, ref TEpilogue epilogue, scoped Span<double> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
        => Multiply(
            in a, aRowStride, aColumnStride, in b, bRowStride, bColumnStride, m, n, k, ref epilogue, sums, in Unsafe.NullRef<T>(), in Unsafe.NullRef<T>());

    /// <summary>
    /// The same with an epilogue that reads the matrix <paramref name="read"/> and writes <paramref name="written"/>, both of the shape of
    /// C and without gaps: they are fetched while the product is computed.
    /// </summary>
    public static void Multiply<T, TEpilogue>(
        ref readonly T a, nint aRowStride, nint aColumnStride,
        ref readonly T b, nint bRowStride, nint bColumnStride,
        nint m, nint n, nint k, ref TEpilogue epilogue, scoped Span<double> sums, ref readonly T read, ref readonly T written)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
    {
        if (m <= 0 || n <= 0)
            return;
        fixed (T* pa = &a, pb = &b, pRead = &read, pWritten = &written)
        {
            if (n == 1 && (aRowStride == 1 || aColumnStride == 1))
                GemmVector.Run(pb, bRowStride, pa, aColumnStride, aRowStride, 0, m, k, asColumn: true, ref epilogue);
            else if ((m == 1 && bColumnStride == 1) || (m <= 3 && bRowStride == 1))
                for (nint i = 0; i < m; i++)
                    GemmVector.Run(
                        pa + i * aRowStride, aColumnStride, pb, bRowStride, bColumnStride, i, n, k, asColumn: false, ref epilogue);
            else
            {
                GemmJob<T> job = new(pa, aRowStride, aColumnStride, pb, bRowStride, bColumnStride, m, n, k, TEpilogue.SumsRows)
                {
                    Read = pRead,
                    Written = pWritten,
                };
                if (job.Chunks > 1)
                {
                    RunChunks(ref job, ref epilogue, sums);
                    return;
                }
                job.RunChunk(0, ref epilogue);
            }
        }
        TEpilogue.Flush(ref epilogue, PartialSums.Unscoped(sums));
    }

    /// <summary>C = A B, stored to <paramref name="c"/>, whose rows are <paramref name="cRowStride"/> elements apart.</summary>
    public static void Multiply<T>(
        ref readonly T a, nint aRowStride, nint aColumnStride,
        ref readonly T b, nint bRowStride, nint bColumnStride,
        nint m, nint n, nint k, ref T c, nint cRowStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        StoreEpilogue<T> store = new(ref c, cRowStride);
        Multiply(in a, aRowStride, aColumnStride, in b, bRowStride, bColumnStride, m, n, k, ref store, []);
    }

    /// <summary><paramref name="batch"/> products, whose operands and results are the batch strides apart (0: the same for all).</summary>
    public static void MultiplyBatch<T>(
        ref readonly T a, nint aBatchStride, nint aRowStride, nint aColumnStride,
        ref readonly T b, nint bBatchStride, nint bRowStride, nint bColumnStride,
        nint batch, nint m, nint n, nint k, ref T c, nint cBatchStride, nint cRowStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* pa = &a, pb = &b, pc = &c)
        {
            GemmBatch<T> work = new()
            {
                A = pa, ABatchStride = aBatchStride, ARowStride = aRowStride, AColumnStride = aColumnStride,
                B = pb, BBatchStride = bBatchStride, BRowStride = bRowStride, BColumnStride = bColumnStride,
                C = pc, CBatchStride = cBatchStride, CRowStride = cRowStride, Batch = batch, M = m, N = n, K = k,
            };
            work.Run();
        }
    }

    private static void RunChunks<T, TEpilogue>(ref GemmJob<T> job, ref TEpilogue epilogue, scoped Span<double> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
    {
        TEpilogue copy = epilogue;
        Work work = new()
        {
            Job = Unsafe.AsPointer(ref job),
            Epilogue = Unsafe.AsPointer(ref copy),
            Slots = PartialSums.Reserve(job.Chunks, TEpilogue.Sums),
        };
        WorkerPool.Run(job.Chunks, &RunChunk<T, TEpilogue>, &work);
        PartialSums.Add(work.Slots, job.Chunks, TEpilogue.Sums, sums);
    }

    private static void RunChunk<T, TEpilogue>(void* state, int chunk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
    {
        Work* work = (Work*)state;
        TEpilogue epilogue = Unsafe.AsRef<TEpilogue>(work->Epilogue);
        Unsafe.AsRef<GemmJob<T>>(work->Job).RunChunk(chunk, ref epilogue);
        TEpilogue.Flush(ref epilogue, new Span<double>(work->Slots + (nint)chunk * TEpilogue.Sums, TEpilogue.Sums));
    }

    /// <summary>What the chunks share. The epilogue stays on the caller's stack; each chunk works on a copy.</summary>
    private struct Work
    {
        internal void* Job, Epilogue;
        internal double* Slots;
    }
}
