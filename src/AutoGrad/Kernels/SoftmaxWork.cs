using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

internal enum SoftmaxForm
{
    Softmax,
    LogSoftmax,
    LogSumExp,
}

/// <summary>The three functions of sum(exp(x - max)) along the middle axis. LogSumExp stores one row, the others all.</summary>
internal unsafe struct SoftmaxWork<T> : IOuterWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal T* Source, Destination;
    internal nint Length, Inner;
    internal SoftmaxForm Form;

    public readonly void Run(nint first, nint end)
    {
        nint items = Form == SoftmaxForm.LogSumExp ? Inner : Length * Inner;
        for (nint i = first; i < end; i++)
        {
            T* x = Source + i * Length * Inner, y = Destination + i * items;
            if (Inner == 1)
                Row(x, y);
            else if (Vector512.IsHardwareAccelerated)
                Column512.Softmax(x, y, Length, Inner, Form);
            else
                Column256.Softmax(x, y, Length, Inner, Form);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private readonly void Row(T* x, T* y)
    {
        T max = Vector512.IsHardwareAccelerated ? Row512.Fold<T, MaxFold<T>>(x, Length) : Row256.Fold<T, MaxFold<T>>(x, Length);

        // An infinite maximum decides the logarithm of the sum by itself: x - max would make a NaN of it.
        if (Form == SoftmaxForm.LogSumExp && T.IsInfinity(max))
        {
            *y = max;
            return;
        }
        T* exponentials = Form == SoftmaxForm.Softmax ? y : null;
        T sum = Vector512.IsHardwareAccelerated
            ? Row512.ExpSum(x, T.One, max, exponentials, Length)
            : Row256.ExpSum(x, T.One, max, exponentials, Length);
        if (Form == SoftmaxForm.Softmax)
            Affine(y, T.One / sum, T.Zero, y);
        else if (Form == SoftmaxForm.LogSoftmax)
            Affine(x, T.One, -(max + T.Log(sum)), y);
        else
            *y = max + T.Log(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Affine(T* x, T scale, T offset, T* y)
    {
        if (Vector512.IsHardwareAccelerated)
            Row512.Affine(x, scale, offset, y, Length);
        else
            Row256.Affine(x, scale, offset, y, Length);
    }
}
