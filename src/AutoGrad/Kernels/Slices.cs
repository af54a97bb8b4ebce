using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Copies parts of an axis. A tensor is seen as [outer, axis, inner].</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Slices
{
    /// <summary>destination [outer, length, inner] = source[:, start .. start + length, :], where source has <paramref name="axis"/> elements there.</summary>
    public static void Read<T>(ref readonly T source, ref T destination, nint outer, nint axis, nint inner, nint start, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Layout.Copy(in Unsafe.Add(ref Unsafe.AsRef(in source), start * inner), axis * inner, ref destination, length * inner, outer, length * inner);

    /// <summary>destination[:, start .. start + length, :] = source [outer, length, inner], where destination has <paramref name="axis"/> elements there.</summary>
    public static void Write<T>(ref readonly T source, ref T destination, nint outer, nint axis, nint inner, nint start, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Layout.Copy(in source, length * inner, ref Unsafe.Add(ref destination, start * inner), axis * inner, outer, length * inner);
}
