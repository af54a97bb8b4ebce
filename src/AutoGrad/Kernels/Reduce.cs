using System.ComponentModel;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Reductions of the middle axis: source [outer, length, inner], destination [outer, inner]. A NaN propagates.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Reduce
{
    /// <summary>The sum along the middle axis; 0 where its length is 0.</summary>
    public static void Sum<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Fold<T, SumFold<T>>(in source, ref destination, outer, length, inner);

    /// <summary>The largest element along the middle axis; negative infinity where its length is 0.</summary>
    public static void Max<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Fold<T, MaxFold<T>>(in source, ref destination, outer, length, inner);

    /// <summary>The smallest element along the middle axis; infinity where its length is 0.</summary>
    public static void Min<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Fold<T, MinFold<T>>(in source, ref destination, outer, length, inner);

    /// <summary>log(sum(exp(x))) along the middle axis, without overflow; negative infinity where its length is 0.</summary>
    public static void LogSumExp<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* x = &source, y = &destination)
            OuterWork.Run(
                new SoftmaxWork<T> { Source = x, Destination = y, Length = length, Inner = inner, Form = SoftmaxForm.LogSumExp },
                outer, length * inner);
    }

    private static void Fold<T, TFold>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFold : unmanaged, IFold<T>
    {
        fixed (T* x = &source, y = &destination)
            OuterWork.Run(
                new FoldWork<T, TFold> { Source = x, Destination = y, Length = length, Inner = inner }, outer, length * inner);
    }

    private struct FoldWork<T, TFold> : IOuterWork
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFold : unmanaged, IFold<T>
    {
        internal T* Source, Destination;
        internal nint Length, Inner;

        public readonly void Run(nint first, nint end)
        {
            for (nint i = first; i < end; i++)
            {
                T* x = Source + i * Length * Inner;
                if (Inner != 1 && Vector512.IsHardwareAccelerated)
                    Column512.Fold<T, TFold>(x, Length, Inner, Destination + i * Inner);
                else if (Inner != 1)
                    Column256.Fold<T, TFold>(x, Length, Inner, Destination + i * Inner);
                else
                    Destination[i] = Row(x);
            }
        }

        private readonly T Row(T* x)
            => Vector512.IsHardwareAccelerated ? Row512.Fold<T, TFold>(x, Length) : Row256.Fold<T, TFold>(x, Length);
    }
}
