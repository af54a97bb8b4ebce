using System.Numerics;

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
        T count = T.CreateTruncating(Columns);
        for (nint i = first; i < end; i++)
        {
            T* x = X + i * Columns, y = Y + i * Columns;
            T mean = T.Zero;
            if (Mean != null)
                Mean[i] = mean = NormRow.Sum(x, Columns) / count;
            T r = R[i] = T.One / T.Sqrt((NormRow.SquaredDistance(x, mean, Columns) / count) + Epsilon);
            NormRow.Apply(x, mean, r, Scale, Offset, y, Columns);
        }
    }
}
