using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Soft-max along the middle axis of [outer, length, inner], for logits of any size. A NaN propagates.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Softmax
{
    /// <summary>exp(x) / sum(exp(x)).</summary>
    public static void Forward<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Run(in source, ref destination, outer, length, inner, log: false);

    /// <summary>x - log(sum(exp(x))).</summary>
    public static void LogForward<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Run(in source, ref destination, outer, length, inner, log: true);

    private static void Run<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner, bool log)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint o = 0; o < outer; o++)
            for (nint i = 0; i < inner; i++)
            {
                ref T first = ref Unsafe.Add(ref Unsafe.AsRef(in source), o * length * inner + i);
                ref T result = ref Unsafe.Add(ref destination, o * length * inner + i);
                T max = T.NegativeInfinity;
                for (nint p = 0; p < length; p++)
                    max = T.Max(max, Unsafe.Add(ref first, p * inner));
                T sum = T.Zero;
                for (nint p = 0; p < length; p++)
                    sum += T.Exp(Unsafe.Add(ref first, p * inner) - max);
                for (nint p = 0; p < length; p++)
                {
                    T shifted = Unsafe.Add(ref first, p * inner) - max;
                    Unsafe.Add(ref result, p * inner) = log ? shifted - T.Log(sum) : T.Exp(shifted) / sum;
                }
            }
    }
}
