using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// The backward pass of attention, head by head: of each block of keys and queries the weights are computed again from the logarithms of the sums,
/// P = exp(S - logarithm), and with dP = g vᵀ and D the rows of g y, dS = P (dP - D): dv += Pᵀ g, dk += dSᵀ q, dq += dS k.
/// </summary>
internal unsafe struct AttentionBackward<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal AttentionSizes<T> Sizes;
    internal T* Y, LogSums, G, Dx;

    private const int Block = AttentionSizes<T>.Block;

    internal void Run()
    {
        int chunks = checked((int)(Sizes.N * Sizes.Heads));
        fixed (AttentionBackward<T>* self = &this)
            if (Sizes.Work >= GemmJob<T>.LeastParallel)
                WorkerPool.Run(chunks, &RunChunk, self);
            else
                for (int i = 0; i < chunks; i++)
                    RunChunk(self, i);
    }

    private static void RunChunk(void* state, int chunk)
    {
        AttentionBackward<T>* work = (AttentionBackward<T>*)state;
        (nint sample, nint head) = Math.DivRem(chunk, work->Sizes.Heads);
        work->Run(sample, head);
    }

    private readonly void Run(nint sample, nint head)
    {
        T* weights = Scratch.Current.ReserveWork<T>(2 * Block * Block + Sizes.Time), gradients = weights + Block * Block, rows = gradients + Block * Block;
        for (nint step = 0; step < Sizes.Time; step++)
        {
            nint at = Sizes.Output(sample, head, step);
            rows[step] = TensorPrimitives.Dot<T>(new(Y + at, (int)Sizes.Size), new(G + at, (int)Sizes.Size));
        }

        for (nint key = 0; key < Sizes.Time; key += Block)
        {
            nint first = Sizes.FirstQuery(key);
            for (nint query = first; query < Sizes.Time; query += Block)
                Run(sample, head, query, key, isFirstQuery: query == first, weights, gradients, rows + query);
        }
    }

    private readonly void Run(nint sample, nint head, nint query, nint key, bool isFirstQuery, T* weights, T* gradients, T* rowSums)
    {
        int rows = Sizes.Rows(query), columns = Sizes.Rows(key);
        nint size = Sizes.Size, stride = Sizes.Stride;
        T* g = G + Sizes.Output(sample, head, query), logSums = LogSums + (sample * Sizes.Heads + head) * Sizes.Time + query;
        Sizes.Scores(sample, head, query, key, rows, columns, weights);
        Gemm.Multiply(in *g, Sizes.Width, 1, in *Sizes.Part(sample, head, 2, key), 1, stride, rows, columns, size, ref *gradients, Block);
        for (int r = 0; r < rows; r++)
        {
            T* p = weights + r * Block, d = gradients + r * Block;
            int visible = Sizes.Visible(query + r, key, columns);
            if (Vector512.IsHardwareAccelerated)
                Row512.SoftmaxGradient(p, Sizes.Scale, logSums[r], d, rowSums[r], visible);
            else
                Row256.SoftmaxGradient(p, Sizes.Scale, logSums[r], d, rowSums[r], visible);
            new Span<T>(p + visible, columns - visible).Clear();
            new Span<T>(d + visible, columns - visible).Clear();
        }

        Multiply(weights, 1, Block, g, Sizes.Width, columns, size, rows, Dx + Sizes.Offset(sample, head, 2, key), isFirstQuery);
        Multiply(gradients, 1, Block, Sizes.Part(sample, head, 0, query), stride, columns, size, rows, Dx + Sizes.Offset(sample, head, 1, key), isFirstQuery);
        Multiply(gradients, Block, 1, Sizes.Part(sample, head, 1, key), stride, rows, size, columns, Dx + Sizes.Offset(sample, head, 0, query), key == 0);
    }

    private readonly void Multiply(T* a, nint aRowStride, nint aColumnStride, T* b, nint bRowStride, nint m, nint n, nint k, T* c, bool isFirst)
    {
        if (isFirst)
        {
            Gemm.Multiply(in *a, aRowStride, aColumnStride, in *b, bRowStride, 1, m, n, k, ref *c, Sizes.Stride);
            return;
        }

        AddEpilogue<T> add = new(ref *c, Sizes.Stride);
        Gemm.Multiply(in *a, aRowStride, aColumnStride, in *b, bRowStride, 1, m, n, k, ref add, []);
    }
}
