using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// Whole and partial vectors. A <c>count</c> below the vector's width reads or writes that many elements only; lanes beyond
/// it read as zero. Where the count is a constant the choice costs nothing.
/// Elements are of 4 or 8 bytes.
/// </summary>
internal static partial class Lanes
{
    /// <summary>Reads <paramref name="count"/> elements from <paramref name="source"/>[<paramref name="offset"/>] on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Load512<T>(ref readonly T source, nint offset, int count)
        where T : unmanaged
        => count >= Vector512<T>.Count
            ? Vector512.LoadUnsafe(in source, (nuint)offset)
            : LoadPartial512(in Unsafe.Add(ref Unsafe.AsRef(in source), offset), count);

    /// <summary>Reads <paramref name="count"/> elements from <paramref name="source"/>[<paramref name="offset"/>] on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Load256<T>(ref readonly T source, nint offset, int count)
        where T : unmanaged
        => count >= Vector256<T>.Count
            ? Vector256.LoadUnsafe(in source, (nuint)offset)
            : LoadPartial256(in Unsafe.Add(ref Unsafe.AsRef(in source), offset), count);

    /// <summary>Writes the first <paramref name="count"/> lanes to <paramref name="destination"/>[<paramref name="offset"/>] on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store512<T>(Vector512<T> value, ref T destination, nint offset, int count)
        where T : unmanaged
    {
        if (count >= Vector512<T>.Count)
            value.StoreUnsafe(ref destination, (nuint)offset);
        else
            StorePartial512(value, ref Unsafe.Add(ref destination, offset), count);
    }

    /// <summary>Writes the first <paramref name="count"/> lanes to <paramref name="destination"/>[<paramref name="offset"/>] on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store256<T>(Vector256<T> value, ref T destination, nint offset, int count)
        where T : unmanaged
    {
        if (count >= Vector256<T>.Count)
            value.StoreUnsafe(ref destination, (nuint)offset);
        else
            StorePartial256(value, ref Unsafe.Add(ref destination, offset), count);
    }

    /// <summary>The first <paramref name="count"/> lanes, the others zero: what may be added to a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Keep<T>(Vector512<T> value, int count)
        where T : unmanaged
        => count >= Vector512<T>.Count ? value : value & Mask512<T>(count);

    /// <summary>The first <paramref name="count"/> lanes, the others zero: what may be added to a sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Keep<T>(Vector256<T> value, int count)
        where T : unmanaged
        => count >= Vector256<T>.Count ? value : value & Mask256<T>(count);
}
