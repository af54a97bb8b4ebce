using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The losses of a range of rows and, where there is a gradient, its rows.</summary>
internal unsafe struct CrossEntropyWork<T> : IOuterWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal T* Logits, Gradient;
    internal int* Labels;
    internal double* Losses;
    internal nint Classes;

    /// <summary>What one row contributes to the mean: 1 / rows.</summary>
    internal T Share;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run(nint first, nint end)
    {
        for (nint i = first; i < end; i++)
        {
            T* x = Logits + i * Classes, gradient = Gradient == null ? null : Gradient + i * Classes;
            T max, sum;
            if (Vector512.IsHardwareAccelerated)
            {
                max = Row512.Fold<T, MaxFold<T>>(x, Classes);
                sum = Row512.ExpSum(x, T.One, max, gradient, Classes);
            }
            else
            {
                max = Row256.Fold<T, MaxFold<T>>(x, Classes);
                sum = Row256.ExpSum(x, T.One, max, gradient, Classes);
            }
            Losses[i] = double.CreateTruncating(max - x[Labels[i]] + T.Log(sum));
            if (gradient == null)
                continue;
            if (Vector512.IsHardwareAccelerated)
                Row512.Affine(gradient, Share / sum, T.Zero, gradient, Classes);
            else
                Row256.Affine(gradient, Share / sum, T.Zero, gradient, Classes);
            gradient[Labels[i]] -= Share;
        }
    }
}
