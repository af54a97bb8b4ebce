using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>Moves elements between layouts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe partial class Layout
{
    /// <summary>What the base library's spans take at a time.</summary>
    private const nint SpanElements = 1 << 30;

    /// <summary>Copies <paramref name="rows"/> x <paramref name="columns"/> elements between matrices with row strides.</summary>
    public static void Copy<T>(ref readonly T source, nint sourceRowStride, ref T destination, nint destinationRowStride, nint rows, nint columns)
        where T : unmanaged
    {
        fixed (T* from = &source, to = &destination)
        {
            if (sourceRowStride == columns && destinationRowStride == columns)
                (rows, columns) = (1, rows * columns);
            long bytes = (long)columns * sizeof(T);
            for (nint i = 0; i < rows; i++)
                Buffer.MemoryCopy(from + i * sourceRowStride, to + i * destinationRowStride, bytes, bytes);
        }
    }

    /// <summary>Sets <paramref name="length"/> elements to a value.</summary>
    public static void Fill<T>(ref T destination, nint length, T value)
        where T : unmanaged
    {
        fixed (T* to = &destination)
            for (nint i = 0; i < length; i += SpanElements)
                new Span<T>(to + i, (int)nint.Min(SpanElements, length - i)).Fill(value);
    }

    /// <summary>1 where the source is true, 0 elsewhere.</summary>
    public static void FromBoolean<T>(ref readonly bool source, ref T destination, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A bool is one byte, 0 or 1.
        fixed (bool* from = &source)
        fixed (T* to = &destination)
            for (nint i = 0; i < length; i++)
                to[i] = T.CreateTruncating(((byte*)from)[i]);
    }

    /// <summary>Converts element types; values out of range saturate, and a NaN becomes 0 in an integer.</summary>
    public static void Convert<TFrom, TTo>(ref readonly TFrom source, ref TTo destination, nint length)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        fixed (TFrom* from = &source)
        fixed (TTo* to = &destination)
            for (nint i = 0; i < length; i += SpanElements)
            {
                int count = (int)nint.Min(SpanElements, length - i);
                TensorPrimitives.ConvertSaturating(new ReadOnlySpan<TFrom>(from + i, count), new Span<TTo>(to + i, count));
            }
    }
}
