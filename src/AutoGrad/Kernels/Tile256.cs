using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// The micro-kernel: a tile of C of up to 6 rows and 1 to 3 vectors, at most 12 accumulators, which stay in registers over
/// all of k. Rows and vectors beyond the type arguments compile to nothing.
/// </summary>
internal static unsafe class Tile256
{
    /// <summary>
    /// c[i, j] = sum over p below k of a[i, p] b[p, j]. The strides of a are free, rows of b are contiguous. With
    /// <typeparamref name="TMasked"/> = 1 only <paramref name="lastCount"/> lanes of the last vector are read from b.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, TRows, TVectors, TMasked>(
        T* a, nint aRowStride, nint aColumnStride, T* b, nint bRowStride, T* c, nint cRowStride, nint k, int lastCount, TileFetch* fetch)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, INumber
        where TVectors : struct, INumber
        where TMasked : struct, INumber
    {
        Vector256<T> c00 = default, c01 = default, c02 = default;
        Vector256<T> c10 = default, c11 = default, c12 = default;
        Vector256<T> c20 = default, c21 = default, c22 = default;
        Vector256<T> c30 = default, c31 = default, c32 = default;
        Vector256<T> c40 = default, c41 = default, c50 = default, c51 = default;
        Vector256<T> unused = default;
        Vector256<T> mask = Lanes.Mask256<T>(lastCount);

        nint row = aRowStride * sizeof(T), step = aColumnStride * sizeof(T), bStep = bRowStride * sizeof(T);
        byte* a0 = (byte*)a, a3 = a0 + 3 * row;
        byte* bp = (byte*)b;
        nint pause = fetch == null ? 0 : k;
        for (nint p = k; p > 0; p--)
        {
            if (p == pause)
                pause = p - fetch->Next<TVectors>(Vector256<byte>.Count);
            Vector256<T> b0 = LoadB<T, TVectors, TMasked, N1>(bp, mask);
            Vector256<T> b1 = LoadB<T, TVectors, TMasked, N2>(bp, mask);
            Vector256<T> b2 = LoadB<T, TVectors, TMasked, N3>(bp, mask);
            bp += bStep;
            if (TRows.Value > 0)
                Accumulate<T, TVectors>(a0, b0, b1, b2, ref c00, ref c01, ref c02);
            if (TRows.Value > 1)
                Accumulate<T, TVectors>(a0 + row, b0, b1, b2, ref c10, ref c11, ref c12);
            if (TRows.Value > 2)
                Accumulate<T, TVectors>(a0 + 2 * row, b0, b1, b2, ref c20, ref c21, ref c22);
            if (TRows.Value > 3)
                Accumulate<T, TVectors>(a3, b0, b1, b2, ref c30, ref c31, ref c32);
            if (TRows.Value > 4)
                Accumulate<T, TVectors>(a3 + row, b0, b1, b2, ref c40, ref c41, ref unused);
            if (TRows.Value > 5)
                Accumulate<T, TVectors>(a3 + 2 * row, b0, b1, b2, ref c50, ref c51, ref unused);
            a0 += step;
            a3 += step;
        }

        Store<T, TRows, TVectors, N1>(c, cRowStride, c00, c01, c02);
        Store<T, TRows, TVectors, N2>(c, cRowStride, c10, c11, c12);
        Store<T, TRows, TVectors, N3>(c, cRowStride, c20, c21, c22);
        Store<T, TRows, TVectors, N4>(c, cRowStride, c30, c31, c32);
        Store<T, TRows, TVectors, N5>(c, cRowStride, c40, c41, unused);
        Store<T, TRows, TVectors, N6>(c, cRowStride, c50, c51, unused);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> LoadB<T, TVectors, TMasked, TIndex>(byte* b, Vector256<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVectors : struct, INumber
        where TMasked : struct, INumber
        where TIndex : struct, INumber
    {
        if (TIndex.Value > TVectors.Value)
            return default;
        T* vector = (T*)b + (TIndex.Value - 1) * Vector256<T>.Count;
        return TIndex.Value == TVectors.Value && TMasked.Value != 0
            ? Lanes.LoadMasked(vector, mask)
            : Vector256.Load(vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<T, TVectors>(
        byte* a, Vector256<T> b0, Vector256<T> b1, Vector256<T> b2,
        ref Vector256<T> c0, ref Vector256<T> c1, ref Vector256<T> c2)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVectors : struct, INumber
    {
        Vector256<T> x = Vector256.Create(*(T*)a);
        c0 = Lanes.MultiplyAdd(x, b0, c0);
        if (TVectors.Value > 1)
            c1 = Lanes.MultiplyAdd(x, b1, c1);
        if (TVectors.Value > 2)
            c2 = Lanes.MultiplyAdd(x, b2, c2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TRows, TVectors, TRow>(
        T* c, nint rowStride, Vector256<T> c0, Vector256<T> c1, Vector256<T> c2)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, INumber
        where TVectors : struct, INumber
        where TRow : struct, INumber
    {
        if (TRow.Value > TRows.Value)
            return;
        T* target = c + (TRow.Value - 1) * rowStride;
        c0.Store(target);
        if (TVectors.Value > 1)
            c1.Store(target + Vector256<T>.Count);
        if (TVectors.Value > 2)
            c2.Store(target + 2 * Vector256<T>.Count);
    }
}
