using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Moves elements between layouts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Layout
{
    /// <summary>
    /// Permutes axes: destination axis i is source axis <paramref name="permutation"/>[i]. <paramref name="lengths"/> are the
    /// source's; both tensors are dense and do not overlap.
    /// </summary>
    public static void Transpose<T>(ref readonly T source, ref T destination, ReadOnlySpan<nint> lengths, ReadOnlySpan<int> permutation)
        where T : unmanaged
    {
        Span<nint> strides = stackalloc nint[lengths.Length];
        Span<nint> permutedStrides = stackalloc nint[lengths.Length];
        Span<nint> permutedLengths = stackalloc nint[lengths.Length];
        nint stride = 1;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= lengths[axis];
        }
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            permutedStrides[axis] = strides[permutation[axis]];
            permutedLengths[axis] = lengths[permutation[axis]];
        }
        Broadcast(in source, permutedStrides, ref destination, permutedLengths);
    }

    /// <summary>Copies <paramref name="rows"/> x <paramref name="columns"/> elements between matrices with row strides.</summary>
    public static void Copy<T>(ref readonly T source, nint sourceRowStride, ref T destination, nint destinationRowStride, nint rows, nint columns)
        where T : unmanaged
    {
        for (nint i = 0; i < rows; i++)
            for (nint j = 0; j < columns; j++)
                Unsafe.Add(ref destination, i * destinationRowStride + j) = Unsafe.Add(ref Unsafe.AsRef(in source), i * sourceRowStride + j);
    }

    /// <summary>Copies a strided source to a dense destination of <paramref name="lengths"/>; a source stride of 0 repeats.</summary>
    public static void Broadcast<T>(ref readonly T source, ReadOnlySpan<nint> sourceStrides, ref T destination, ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        if (lengths.IsEmpty)
        {
            destination = source;
            return;
        }
        nint size = 1;
        foreach (nint length in lengths[1..])
            size *= length;
        for (nint i = 0; i < lengths[0]; i++)
            Broadcast(
                in Unsafe.Add(ref Unsafe.AsRef(in source), i * sourceStrides[0]), sourceStrides[1..],
                ref Unsafe.Add(ref destination, i * size), lengths[1..]);
    }

    /// <summary>Sets <paramref name="length"/> elements to a value.</summary>
    public static void Fill<T>(ref T destination, nint length, T value)
        where T : unmanaged
    {
        for (nint i = 0; i < length; i++)
            Unsafe.Add(ref destination, i) = value;
    }

    /// <summary>1 where the source is true, 0 elsewhere.</summary>
    public static void FromBoolean<T>(ref readonly bool source, ref T destination, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint i = 0; i < length; i++)
            Unsafe.Add(ref destination, i) = Unsafe.Add(ref Unsafe.AsRef(in source), i) ? T.One : T.Zero;
    }

    /// <summary>Converts element types; values out of range saturate, as <c>TTo.CreateSaturating</c>.</summary>
    public static void Convert<TFrom, TTo>(ref readonly TFrom source, ref TTo destination, nint length)
        where TFrom : unmanaged, INumberBase<TFrom>
        where TTo : unmanaged, INumberBase<TTo>
    {
        for (nint i = 0; i < length; i++)
            Unsafe.Add(ref destination, i) = TTo.CreateSaturating(Unsafe.Add(ref Unsafe.AsRef(in source), i));
    }
}
