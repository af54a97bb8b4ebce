using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AutoGrad.Kernels;

namespace AutoGrad;

public sealed partial class Workspace
{
    // Results that are written to a strided destination at the end have a slot behind those of all arguments.
    private const int DestinationSlot = 64;

    /// <summary>The elements of a mask as 1 and 0.</summary>
    public ref readonly T FromBoolean<T>(in ReadOnlyTensorSpan<bool> x, int slot)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref readonly bool source = ref Dense(in x, slot);
        ref T first = ref Slot<T>(slot + 1, x.FlattenedLength);
        Layout.FromBoolean(in source, ref first, x.FlattenedLength);
        return ref first;
    }

    /// <summary>The elements in another floating-point type.</summary>
    public ref readonly TTo Convert<TFrom, TTo>(in ReadOnlyTensorSpan<TFrom> x, int slot)
        where TFrom : unmanaged, IFloatingPointIeee754<TFrom>
        where TTo : unmanaged, IFloatingPointIeee754<TTo>
    {
        ref readonly TFrom source = ref Dense(in x, slot);
        ref TTo first = ref Slot<TTo>(slot + 1, x.FlattenedLength);
        Layout.Convert(in source, ref first, x.FlattenedLength);
        return ref first;
    }

    /// <summary>Where a result is computed: in the destination itself where it is dense, else beside it; then <see cref="Finish"/> copies.</summary>
    /// <param name="destination">Receives the result.</param>
    /// <param name="index">Which of several results this is.</param>
    public ref T Destination<T>(in TensorSpan<T> destination, int index = 0)
        where T : unmanaged
    {
        if (destination.IsDense)
            return ref TensorMarshal.GetReference(in destination);
        return ref Slot<T>(DestinationSlot + index, destination.FlattenedLength);
    }

    /// <summary>Copies a result to a destination that is not dense.</summary>
    public static void Finish<T>(in TensorSpan<T> destination, ref readonly T result)
        where T : unmanaged
    {
        if (!destination.IsDense)
            new ReadOnlyTensorSpan<T>(MemoryMarshal.CreateReadOnlySpan(in result, checked((int)destination.FlattenedLength)), destination.Lengths).CopyTo(destination);
    }

    private ref T Slot<T>(int slot, nint elements)
        where T : unmanaged
        => ref slot < copies.Length && copies[slot].Array is T[] && copies[slot].Length >= elements
            ? ref copies[slot].First<T>()
            : ref Grow<T>(ref copies, slot, elements);
}
