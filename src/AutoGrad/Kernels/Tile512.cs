using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// The micro-kernel: a tile of C of up to 12 rows and 1 to 4 vectors, at most 24 accumulators, which stay in registers over
/// all of k. Rows and vectors beyond the type arguments compile to nothing.
/// </summary>
internal static unsafe class Tile512
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
        Vector512<T> c00 = default, c01 = default, c02 = default, c03 = default;
        Vector512<T> c10 = default, c11 = default, c12 = default, c13 = default;
        Vector512<T> c20 = default, c21 = default, c22 = default, c23 = default;
        Vector512<T> c30 = default, c31 = default, c32 = default, c33 = default;
        Vector512<T> c40 = default, c41 = default, c42 = default, c43 = default;
        Vector512<T> c50 = default, c51 = default, c52 = default, c53 = default;
        Vector512<T> c60 = default, c61 = default, c62 = default, c63 = default;
        Vector512<T> c70 = default, c71 = default, c72 = default, c73 = default;
        Vector512<T> c80 = default, c81 = default, c90 = default, c91 = default;
        Vector512<T> cA0 = default, cA1 = default, cB0 = default, cB1 = default;
        Vector512<T> unused = default;
        Vector512<T> mask = Lanes.Mask512<T>(lastCount);

        nint row = aRowStride * sizeof(T), step = aColumnStride * sizeof(T), bStep = bRowStride * sizeof(T);
        byte* a0 = (byte*)a, a3 = a0 + 3 * row, a6 = a3 + 3 * row, a9 = a6 + 3 * row;
        byte* bp = (byte*)b;
        nint pause = fetch == null ? 0 : k;
        for (nint p = k; p > 0; p--)
        {
            if (p == pause)
                pause = p - fetch->Next<TVectors>(Vector512<byte>.Count);
            Vector512<T> b0 = LoadB<T, TVectors, TMasked, N1>(bp, mask);
            Vector512<T> b1 = LoadB<T, TVectors, TMasked, N2>(bp, mask);
            Vector512<T> b2 = LoadB<T, TVectors, TMasked, N3>(bp, mask);
            Vector512<T> b3 = LoadB<T, TVectors, TMasked, N4>(bp, mask);
            bp += bStep;
            if (TRows.Value > 0)
                Accumulate<T, TVectors>(a0, b0, b1, b2, b3, ref c00, ref c01, ref c02, ref c03);
            if (TRows.Value > 1)
                Accumulate<T, TVectors>(a0 + row, b0, b1, b2, b3, ref c10, ref c11, ref c12, ref c13);
            if (TRows.Value > 2)
                Accumulate<T, TVectors>(a0 + 2 * row, b0, b1, b2, b3, ref c20, ref c21, ref c22, ref c23);
            if (TRows.Value > 3)
                Accumulate<T, TVectors>(a3, b0, b1, b2, b3, ref c30, ref c31, ref c32, ref c33);
            if (TRows.Value > 4)
                Accumulate<T, TVectors>(a3 + row, b0, b1, b2, b3, ref c40, ref c41, ref c42, ref c43);
            if (TRows.Value > 5)
                Accumulate<T, TVectors>(a3 + 2 * row, b0, b1, b2, b3, ref c50, ref c51, ref c52, ref c53);
            if (TRows.Value > 6)
                Accumulate<T, TVectors>(a6, b0, b1, b2, b3, ref c60, ref c61, ref c62, ref c63);
            if (TRows.Value > 7)
                Accumulate<T, TVectors>(a6 + row, b0, b1, b2, b3, ref c70, ref c71, ref c72, ref c73);
            if (TRows.Value > 8)
                Accumulate<T, TVectors>(a6 + 2 * row, b0, b1, b2, b3, ref c80, ref c81, ref unused, ref unused);
            if (TRows.Value > 9)
                Accumulate<T, TVectors>(a9, b0, b1, b2, b3, ref c90, ref c91, ref unused, ref unused);
            if (TRows.Value > 10)
                Accumulate<T, TVectors>(a9 + row, b0, b1, b2, b3, ref cA0, ref cA1, ref unused, ref unused);
            if (TRows.Value > 11)
                Accumulate<T, TVectors>(a9 + 2 * row, b0, b1, b2, b3, ref cB0, ref cB1, ref unused, ref unused);
            a0 += step;
            a3 += step;
            a6 += step;
            a9 += step;
        }

        Store<T, TRows, TVectors, N1>(c, cRowStride, c00, c01, c02, c03);
        Store<T, TRows, TVectors, N2>(c, cRowStride, c10, c11, c12, c13);
        Store<T, TRows, TVectors, N3>(c, cRowStride, c20, c21, c22, c23);
        Store<T, TRows, TVectors, N4>(c, cRowStride, c30, c31, c32, c33);
        Store<T, TRows, TVectors, N5>(c, cRowStride, c40, c41, c42, c43);
        Store<T, TRows, TVectors, N6>(c, cRowStride, c50, c51, c52, c53);
        Store<T, TRows, TVectors, N7>(c, cRowStride, c60, c61, c62, c63);
        Store<T, TRows, TVectors, N8>(c, cRowStride, c70, c71, c72, c73);
        Store<T, TRows, TVectors, N9>(c, cRowStride, c80, c81, unused, unused);
        Store<T, TRows, TVectors, N10>(c, cRowStride, c90, c91, unused, unused);
        Store<T, TRows, TVectors, N11>(c, cRowStride, cA0, cA1, unused, unused);
        Store<T, TRows, TVectors, N12>(c, cRowStride, cB0, cB1, unused, unused);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> LoadB<T, TVectors, TMasked, TIndex>(byte* b, Vector512<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVectors : struct, INumber
        where TMasked : struct, INumber
        where TIndex : struct, INumber
    {
        if (TIndex.Value > TVectors.Value)
            return default;
        T* vector = (T*)b + (TIndex.Value - 1) * Vector512<T>.Count;
        return TIndex.Value == TVectors.Value && TMasked.Value != 0
            ? Lanes.LoadMasked(vector, mask)
            : Vector512.Load(vector);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<T, TVectors>(
        byte* a, Vector512<T> b0, Vector512<T> b1, Vector512<T> b2, Vector512<T> b3,
        ref Vector512<T> c0, ref Vector512<T> c1, ref Vector512<T> c2, ref Vector512<T> c3)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TVectors : struct, INumber
    {
        Vector512<T> x = Vector512.Create(*(T*)a);
        c0 = Lanes.MultiplyAdd(x, b0, c0);
        if (TVectors.Value > 1)
            c1 = Lanes.MultiplyAdd(x, b1, c1);
        if (TVectors.Value > 2)
            c2 = Lanes.MultiplyAdd(x, b2, c2);
        if (TVectors.Value > 3)
            c3 = Lanes.MultiplyAdd(x, b3, c3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TRows, TVectors, TRow>(
        T* c, nint rowStride, Vector512<T> c0, Vector512<T> c1, Vector512<T> c2, Vector512<T> c3)
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
            c1.Store(target + Vector512<T>.Count);
        if (TVectors.Value > 2)
            c2.Store(target + 2 * Vector512<T>.Count);
        if (TVectors.Value > 3)
            c3.Store(target + 3 * Vector512<T>.Count);
    }
}
