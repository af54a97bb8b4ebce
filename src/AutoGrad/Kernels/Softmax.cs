using System.ComponentModel;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>Soft-max along the middle axis of [outer, length, inner], for logits of any size. A NaN propagates.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Softmax
{
    /// <summary>exp(x) / sum(exp(x)).</summary>
    public static void Forward<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* x = &source, y = &destination)
            OuterWork.Run(
                new SoftmaxWork<T> { Source = x, Destination = y, Length = length, Inner = inner, Form = SoftmaxForm.Softmax },
                outer, length * inner);
    }

    /// <summary>x - log(sum(exp(x))).</summary>
    public static void LogForward<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* x = &source, y = &destination)
            OuterWork.Run(
                new SoftmaxWork<T> { Source = x, Destination = y, Length = length, Inner = inner, Form = SoftmaxForm.LogSoftmax },
                outer, length * inner);
    }
}
