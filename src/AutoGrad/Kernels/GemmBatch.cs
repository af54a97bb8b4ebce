using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Many products of one shape. Large batches are shared out product by product, small ones product after product.</summary>
internal unsafe struct GemmBatch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal T* A, B, C;
    internal nint ABatchStride, ARowStride, AColumnStride;
    internal nint BBatchStride, BRowStride, BColumnStride;
    internal nint CBatchStride, CRowStride;
    internal nint Batch, M, N, K;

    private const nint LeastShared = 8;

    private nint chunkProducts;

    internal void Run()
    {
        nint work = M * N * K * sizeof(T) / sizeof(float);
        if (Batch < LeastShared || Batch * work < GemmJob<T>.LeastParallel)
        {
            Multiply(0, Batch);
            return;
        }
        chunkProducts = nint.Max(1, GemmJob<T>.LeastParallel / 4 / nint.Max(1, work));
        fixed (GemmBatch<T>* self = &this)
            WorkerPool.Run(checked((int)((Batch + chunkProducts - 1) / chunkProducts)), &RunChunk, self);
    }

    private static void RunChunk(void* state, int chunk)
    {
        GemmBatch<T>* batch = (GemmBatch<T>*)state;
        nint first = chunk * batch->chunkProducts;
        batch->Multiply(first, nint.Min(batch->Batch, first + batch->chunkProducts));
    }

    private readonly void Multiply(nint first, nint end)
    {
        for (nint i = first; i < end; i++)
            Gemm.Multiply(
                in A[i * ABatchStride], ARowStride, AColumnStride, in B[i * BBatchStride], BRowStride, BColumnStride,
                M, N, K, ref C[i * CBatchStride], CRowStride);
    }
}
