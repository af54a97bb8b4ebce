using System.Numerics;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The forward pass of normalisation for a range of rows; without means where there is no memory for them.</summary>
internal unsafe struct NormWork<T> : IOuterWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal T* X, Scale, Offset, Y, Mean, R;
    internal nint Columns;
    internal T Epsilon;

    public readonly void Run(nint first, nint end)
    {
        if (Vector512.IsHardwareAccelerated)
            Run<Simd512<T>>(first, end);
        else
            Run<Simd256<T>>(first, end);
    }

    private readonly void Run<TVector>(nint first, nint end)
        where TVector : struct, ISimd<TVector, T>
    {
        T count = T.CreateTruncating(Columns);
        for (nint i = first; i < end; i++)
        {
            T* x = X + i * Columns, y = Y + i * Columns;
            T mean = T.Zero;
            if (Mean != null)
                Mean[i] = mean = NormRow<TVector, T>.Sum(x, Columns) / count;
            T r = R[i] = T.One / T.Sqrt((NormRow<TVector, T>.SquaredDistance(x, mean, Columns) / count) + Epsilon);
            NormRow<TVector, T>.Apply(x, mean, r, Scale, Offset, y, Columns);
        }
    }
}
