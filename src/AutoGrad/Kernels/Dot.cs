using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Dot products of one vector with rows: result[j] = sum over p below k of x[p] y[j * rowStride + p].</summary>
internal static unsafe class Dot
{
    internal static void Rows<T>(T* x, T* y, nint rowStride, nint k, T* result, nint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint j = 0;
        for (; j <= count - 8; j += 8)
            if (Vector512.IsHardwareAccelerated)
                Rows512<T, N8>(x, y + j * rowStride, rowStride, k, result + j);
            else
                Rows256<T, N8>(x, y + j * rowStride, rowStride, k, result + j);
        for (; j < count; j++)
            if (Vector512.IsHardwareAccelerated)
                Rows512<T, N1>(x, y + j * rowStride, rowStride, k, result + j);
            else
                Rows256<T, N1>(x, y + j * rowStride, rowStride, k, result + j);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rows512<T, TRows>(T* x, T* y, nint rowStride, nint k, T* result)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, INumber
    {
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        T* y3 = y + 3 * rowStride, y6 = y3 + 3 * rowStride;
        nint p = 0;
        for (; p <= k - Vector512<T>.Count; p += Vector512<T>.Count)
        {
            Vector512<T> v = Vector512.Load(x + p);
            s0 = Lanes.MultiplyAdd(v, Vector512.Load(y + p), s0);
            if (TRows.Value == 1)
                continue;
            s1 = Lanes.MultiplyAdd(v, Vector512.Load(y + rowStride + p), s1);
            s2 = Lanes.MultiplyAdd(v, Vector512.Load(y + 2 * rowStride + p), s2);
            s3 = Lanes.MultiplyAdd(v, Vector512.Load(y3 + p), s3);
            s4 = Lanes.MultiplyAdd(v, Vector512.Load(y3 + rowStride + p), s4);
            s5 = Lanes.MultiplyAdd(v, Vector512.Load(y3 + 2 * rowStride + p), s5);
            s6 = Lanes.MultiplyAdd(v, Vector512.Load(y6 + p), s6);
            s7 = Lanes.MultiplyAdd(v, Vector512.Load(y6 + rowStride + p), s7);
        }
        if (p < k)
        {
            Vector512<T> mask = Lanes.Mask512<T>((int)(k - p));
            Vector512<T> v = Lanes.LoadMasked(x + p, mask);
            s0 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y + p, mask), s0);
            if (TRows.Value > 1)
            {
                s1 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y + rowStride + p, mask), s1);
                s2 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y + 2 * rowStride + p, mask), s2);
                s3 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y3 + p, mask), s3);
                s4 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y3 + rowStride + p, mask), s4);
                s5 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y3 + 2 * rowStride + p, mask), s5);
                s6 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y6 + p, mask), s6);
                s7 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y6 + rowStride + p, mask), s7);
            }
        }
        result[0] = Vector512.Sum(s0);
        if (TRows.Value == 1)
            return;
        result[1] = Vector512.Sum(s1);
        result[2] = Vector512.Sum(s2);
        result[3] = Vector512.Sum(s3);
        result[4] = Vector512.Sum(s4);
        result[5] = Vector512.Sum(s5);
        result[6] = Vector512.Sum(s6);
        result[7] = Vector512.Sum(s7);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rows256<T, TRows>(T* x, T* y, nint rowStride, nint k, T* result)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, INumber
    {
        Vector256<T> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        T* y3 = y + 3 * rowStride, y6 = y3 + 3 * rowStride;
        nint p = 0;
        for (; p <= k - Vector256<T>.Count; p += Vector256<T>.Count)
        {
            Vector256<T> v = Vector256.Load(x + p);
            s0 = Lanes.MultiplyAdd(v, Vector256.Load(y + p), s0);
            if (TRows.Value == 1)
                continue;
            s1 = Lanes.MultiplyAdd(v, Vector256.Load(y + rowStride + p), s1);
            s2 = Lanes.MultiplyAdd(v, Vector256.Load(y + 2 * rowStride + p), s2);
            s3 = Lanes.MultiplyAdd(v, Vector256.Load(y3 + p), s3);
            s4 = Lanes.MultiplyAdd(v, Vector256.Load(y3 + rowStride + p), s4);
            s5 = Lanes.MultiplyAdd(v, Vector256.Load(y3 + 2 * rowStride + p), s5);
            s6 = Lanes.MultiplyAdd(v, Vector256.Load(y6 + p), s6);
            s7 = Lanes.MultiplyAdd(v, Vector256.Load(y6 + rowStride + p), s7);
        }
        if (p < k)
        {
            Vector256<T> mask = Lanes.Mask256<T>((int)(k - p));
            Vector256<T> v = Lanes.LoadMasked(x + p, mask);
            s0 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y + p, mask), s0);
            if (TRows.Value > 1)
            {
                s1 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y + rowStride + p, mask), s1);
                s2 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y + 2 * rowStride + p, mask), s2);
                s3 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y3 + p, mask), s3);
                s4 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y3 + rowStride + p, mask), s4);
                s5 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y3 + 2 * rowStride + p, mask), s5);
                s6 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y6 + p, mask), s6);
                s7 = Lanes.MultiplyAdd(v, Lanes.LoadMasked(y6 + rowStride + p, mask), s7);
            }
        }
        result[0] = Vector256.Sum(s0);
        if (TRows.Value == 1)
            return;
        result[1] = Vector256.Sum(s1);
        result[2] = Vector256.Sum(s2);
        result[3] = Vector256.Sum(s3);
        result[4] = Vector256.Sum(s4);
        result[5] = Vector256.Sum(s5);
        result[6] = Vector256.Sum(s6);
        result[7] = Vector256.Sum(s7);
    }
}
