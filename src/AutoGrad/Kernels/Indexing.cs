using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Positions in memory, computed without overflow checks whatever the user's project asks for: shapes were checked before.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Indexing
{
    /// <summary>The position of [row, column] where rows are <paramref name="stride"/> elements apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint At(nint row, nint stride, nint column) => unchecked((row * stride) + column);

    /// <summary>The index, which must be one of <paramref name="length"/> elements: what a user's program computes is checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Checked(nint index, nint length) => (nuint)index < (nuint)length ? index : throw OutOfRange(index, length);

    /// <summary>The element at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Read<T>(ref readonly T source, nint index) => Unsafe.Add(ref Unsafe.AsRef(in source), index);

    /// <summary>Sets the element at a position.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<T>(ref T destination, nint index, T value) => Unsafe.Add(ref destination, index) = value;

    /// <summary>The element at a position, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Element<T>(ref readonly T source, nint index) => ref Unsafe.Add(ref Unsafe.AsRef(in source), index);

    /// <summary>The first element of row <paramref name="index"/>, where rows have <paramref name="length"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T Row<T>(ref readonly T source, nint index, nint length) => ref Unsafe.Add(ref Unsafe.AsRef(in source), unchecked(index * length));

    private static ArgumentOutOfRangeException OutOfRange(nint index, nint length)
        => new(nameof(index), FormattableString.Invariant($"The index {index} is outside of the {length} elements of the axis."));
}
