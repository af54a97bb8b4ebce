using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// The micro-kernel of convolutions: a tile of up to 4 filters by 3 vectors of places, whose 12 sums stay in registers over all elements of
/// the filters. Filters and vectors beyond the type arguments compile to nothing.
/// </summary>
internal static unsafe class ConvTile256
{
    /// <summary>
    /// y_v[i] = weights[0, i] + sum over t of weights[1 + t, i] times the vector at x_v + offsets[t] bytes. The weights of a tile lie together, a
    /// bias first; the vectors of the next filter lie <paramref name="yStride"/> elements behind.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, TRows, TVectors>(T* weights, nint* offsets, nint taps, T* x0, T* x1, T* x2, T* y0, T* y1, T* y2, nint yStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, INumber
        where TVectors : struct, INumber
    {
        Vector256<T> c00 = Vector256.Create(weights[0]), c01 = c00, c02 = c00;
        Vector256<T> c10 = TRows.Value > 1 ? Vector256.Create(weights[1]) : default, c11 = c10, c12 = c10;
        Vector256<T> c20 = TRows.Value > 2 ? Vector256.Create(weights[2]) : default, c21 = c20, c22 = c20;
        Vector256<T> c30 = TRows.Value > 3 ? Vector256.Create(weights[3]) : default, c31 = c30, c32 = c30;
        nint* end = offsets + taps;
        for (; offsets < end; offsets++)
        {
            weights += TRows.Value;
            nint offset = *offsets;
            Vector256<T> b0 = Vector256.Load((T*)((byte*)x0 + offset));
            Vector256<T> b1 = TVectors.Value > 1 ? Vector256.Load((T*)((byte*)x1 + offset)) : default;
            Vector256<T> b2 = TVectors.Value > 2 ? Vector256.Load((T*)((byte*)x2 + offset)) : default;
            Accumulate<T, TVectors>(weights, b0, b1, b2, ref c00, ref c01, ref c02);
            if (TRows.Value > 1)
                Accumulate<T, TVectors>(weights + 1, b0, b1, b2, ref c10, ref c11, ref c12);
            if (TRows.Value > 2)
                Accumulate<T, TVectors>(weights + 2, b0, b1, b2, ref c20, ref c21, ref c22);
            if (TRows.Value > 3)
                Accumulate<T, TVectors>(weights + 3, b0, b1, b2, ref c30, ref c31, ref c32);
        }

        Store<T, TVectors>(y0, y1, y2, 0, c00, c01, c02);
        if (TRows.Value > 1)
            Store<T, TVectors>(y0, y1, y2, yStride, c10, c11, c12);
        if (TRows.Value > 2)
            Store<T, TVectors>(y0, y1, y2, 2 * yStride, c20, c21, c22);
        if (TRows.Value > 3)
            Store<T, TVectors>(y0, y1, y2, 3 * yStride, c30, c31, c32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<T, TVectors>(
        T* weight, Vector256<T> b0, Vector256<T> b1, Vector256<T> b2, ref Vector256<T> c0, ref Vector256<T> c1, ref Vector256<T> c2)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVectors : struct, INumber
    {
        Vector256<T> w = Vector256.Create(*weight);
        c0 = Lanes.MultiplyAdd(w, b0, c0);
        if (TVectors.Value > 1)
            c1 = Lanes.MultiplyAdd(w, b1, c1);
        if (TVectors.Value > 2)
            c2 = Lanes.MultiplyAdd(w, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TVectors>(T* y0, T* y1, T* y2, nint at, Vector256<T> c0, Vector256<T> c1, Vector256<T> c2)
        where T : unmanaged
        where TVectors : struct, INumber
    {
        c0.Store(y0 + at);
        if (TVectors.Value > 1)
            c1.Store(y1 + at);
        if (TVectors.Value > 2)
            c2.Store(y2 + at);
    }
}
