using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// The micro-kernel of gradients of filters: dot products of up to 4 channels of a cotangent with up to 3 shifted channels of images, over
/// all places at once. The 12 sums stay in registers, each place of a vector in its own lane.
/// </summary>
internal static unsafe class ConvDot512
{
    /// <summary>
    /// sums[i][j] += sum over vectors v of y[i, v] times the vector of the image at x + places[v] + taps[j] bytes. Rows of y are
    /// <paramref name="yStride"/> bytes apart and without gaps; rows of sums are <paramref name="sumStride"/> elements apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, TRows, TTaps>(T* y, nint yStride, T* x, nint* places, nint vectors, nint* taps, T* sums, nint sumStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, INumber
        where TTaps : struct, INumber
    {
        Vector512<T> c00 = default, c01 = default, c02 = default;
        Vector512<T> c10 = default, c11 = default, c12 = default;
        Vector512<T> c20 = default, c21 = default, c22 = default;
        Vector512<T> c30 = default, c31 = default, c32 = default;
        byte* y0 = (byte*)y, y3 = y0 + 3 * yStride;
        byte* x0 = (byte*)x + taps[0], x1 = TTaps.Value > 1 ? (byte*)x + taps[1] : null, x2 = TTaps.Value > 2 ? (byte*)x + taps[2] : null;
        nint* end = places + vectors;
        for (; places < end; places++)
        {
            nint place = *places;
            Vector512<T> b0 = Vector512.Load((T*)(x0 + place));
            Vector512<T> b1 = TTaps.Value > 1 ? Vector512.Load((T*)(x1 + place)) : default;
            Vector512<T> b2 = TTaps.Value > 2 ? Vector512.Load((T*)(x2 + place)) : default;
            Accumulate<T, TTaps>(y0, b0, b1, b2, ref c00, ref c01, ref c02);
            if (TRows.Value > 1)
                Accumulate<T, TTaps>(y0 + yStride, b0, b1, b2, ref c10, ref c11, ref c12);
            if (TRows.Value > 2)
                Accumulate<T, TTaps>(y0 + 2 * yStride, b0, b1, b2, ref c20, ref c21, ref c22);
            if (TRows.Value > 3)
                Accumulate<T, TTaps>(y3, b0, b1, b2, ref c30, ref c31, ref c32);
            y0 += sizeof(Vector512<T>);
            y3 += sizeof(Vector512<T>);
        }

        Add<T, TTaps>(sums, c00, c01, c02);
        if (TRows.Value > 1)
            Add<T, TTaps>(sums + sumStride, c10, c11, c12);
        if (TRows.Value > 2)
            Add<T, TTaps>(sums + 2 * sumStride, c20, c21, c22);
        if (TRows.Value > 3)
            Add<T, TTaps>(sums + 3 * sumStride, c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<T, TTaps>(
        byte* y, Vector512<T> b0, Vector512<T> b1, Vector512<T> b2, ref Vector512<T> c0, ref Vector512<T> c1, ref Vector512<T> c2)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTaps : struct, INumber
    {
        Vector512<T> value = Vector512.Load((T*)y);
        c0 = Lanes.MultiplyAdd(value, b0, c0);
        if (TTaps.Value > 1)
            c1 = Lanes.MultiplyAdd(value, b1, c1);
        if (TTaps.Value > 2)
            c2 = Lanes.MultiplyAdd(value, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T, TTaps>(T* sums, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TTaps : struct, INumber
    {
        sums[0] += Vector512.Sum(c0);
        if (TTaps.Value > 1)
            sums[1] += Vector512.Sum(c1);
        if (TTaps.Value > 2)
            sums[2] += Vector512.Sum(c2);
    }
}
