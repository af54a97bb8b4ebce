using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Reductions of the middle axis: source [outer, length, inner], destination [outer, inner]. A NaN propagates.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Reduce
{
    /// <summary>The sum along the middle axis; 0 where its length is 0.</summary>
    public static void Sum<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Fold(in source, ref destination, outer, length, inner, T.Zero, (x, y) => x + y);

    /// <summary>The largest element along the middle axis; negative infinity where its length is 0.</summary>
    public static void Max<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Fold(in source, ref destination, outer, length, inner, T.NegativeInfinity, T.Max);

    /// <summary>The smallest element along the middle axis; infinity where its length is 0.</summary>
    public static void Min<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Fold(in source, ref destination, outer, length, inner, T.PositiveInfinity, T.Min);

    /// <summary>log(sum(exp(x))) along the middle axis, without overflow; negative infinity where its length is 0.</summary>
    public static void LogSumExp<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint o = 0; o < outer; o++)
            for (nint i = 0; i < inner; i++)
            {
                ref T first = ref Unsafe.Add(ref Unsafe.AsRef(in source), o * length * inner + i);
                T max = T.NegativeInfinity;
                for (nint p = 0; p < length; p++)
                    max = T.Max(max, Unsafe.Add(ref first, p * inner));
                T shift = T.IsInfinity(max) ? T.Zero : max;
                T sum = T.Zero;
                for (nint p = 0; p < length; p++)
                    sum += T.Exp(Unsafe.Add(ref first, p * inner) - shift);
                Unsafe.Add(ref destination, o * inner + i) = shift + T.Log(sum);
            }
    }

    private static void Fold<T>(
        ref readonly T source, ref T destination, nint outer, nint length, nint inner, T start, Func<T, T, T> combine)
        where T : unmanaged
    {
        for (nint o = 0; o < outer; o++)
            for (nint i = 0; i < inner; i++)
            {
                T value = start;
                for (nint p = 0; p < length; p++)
                    value = combine(value, Unsafe.Add(ref Unsafe.AsRef(in source), (o * length + p) * inner + i));
                Unsafe.Add(ref destination, o * inner + i) = value;
            }
    }
}
