using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// What normalisation does with one row, 256 bits at a time on every processor: each pass does two or three operations an element, so loads
/// and stores decide, and 512-bit vectors, which split over cache lines where a row is not aligned to 64 bytes, gain nothing.
/// </summary>
internal static unsafe class NormRow
{
    /// <summary>sum(x).</summary>
    internal static T Sum<T>(T* x, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Row256.Fold<T, SumFold<T>>(x, length);

    /// <summary>sum((x - mean)²).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static T SquaredDistance<T>(T* x, T mean, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count;
        Vector256<T> means = Vector256.Create(mean), s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0;
        for (; i <= length - 4 * width; i += 4 * width)
        {
            Vector256<T> d0 = Vector256.Load(x + i) - means, d1 = Vector256.Load(x + i + width) - means;
            Vector256<T> d2 = Vector256.Load(x + i + 2 * width) - means, d3 = Vector256.Load(x + i + 3 * width) - means;
            s0 = Lanes.MultiplyAdd(d0, d0, s0);
            s1 = Lanes.MultiplyAdd(d1, d1, s1);
            s2 = Lanes.MultiplyAdd(d2, d2, s2);
            s3 = Lanes.MultiplyAdd(d3, d3, s3);
        }
        for (; i < length; i += width)
        {
            int count = (int)nint.Min(width, length - i);
            Vector256<T> d = Lanes.Keep(Load(x + i, count) - means, count);
            s0 = Lanes.MultiplyAdd(d, d, s0);
        }
        return Lanes.Fold<T, SumFold<T>>((s0 + s1) + (s2 + s3));
    }

    /// <summary>y = (x - mean) r scale + offset; a null offset is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Apply<T>(T* x, T mean, T r, T* scale, T* offset, T* y, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count;
        Vector256<T> means = Vector256.Create(mean), rs = Vector256.Create(r);
        nint i = 0;
        if (offset != null)
            for (; i <= length - width; i += width)
                Lanes.MultiplyAdd((Vector256.Load(x + i) - means) * rs, Vector256.Load(scale + i), Vector256.Load(offset + i)).Store(y + i);
        else
            for (; i <= length - width; i += width)
                ((Vector256.Load(x + i) - means) * rs * Vector256.Load(scale + i)).Store(y + i);
        if (i < length)
        {
            int count = (int)(length - i);
            Vector256<T> added = offset == null ? default : Load(offset + i, count);
            Lanes.Store256(Lanes.MultiplyAdd((Load(x + i, count) - means) * rs, Load(scale + i, count), added), ref *y, i, count);
        }
    }

    /// <summary>With n = (x - mean) r: sum(g scale) and sum(g scale n); dScale += g n, and dOffset += g where there is one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static (T Sum, T Product) Sums<T>(T* x, T mean, T r, T* scale, T* g, T* dScale, T* dOffset, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count;
        Vector256<T> means = Vector256.Create(mean), rs = Vector256.Create(r), sum0 = default, product0 = default, sum1 = default, product1 = default;
        nint i = 0;
        for (; i <= length - 2 * width; i += 2 * width)
        {
            Vector256<T> g0 = Vector256.Load(g + i), g1 = Vector256.Load(g + i + width);
            Vector256<T> gn0 = g0 * ((Vector256.Load(x + i) - means) * rs), gn1 = g1 * ((Vector256.Load(x + i + width) - means) * rs);
            Vector256<T> scale0 = Vector256.Load(scale + i), scale1 = Vector256.Load(scale + i + width);
            sum0 = Lanes.MultiplyAdd(g0, scale0, sum0);
            sum1 = Lanes.MultiplyAdd(g1, scale1, sum1);
            product0 = Lanes.MultiplyAdd(gn0, scale0, product0);
            product1 = Lanes.MultiplyAdd(gn1, scale1, product1);
            (Vector256.Load(dScale + i) + gn0).Store(dScale + i);
            (Vector256.Load(dScale + i + width) + gn1).Store(dScale + i + width);
            if (dOffset != null)
            {
                (Vector256.Load(dOffset + i) + g0).Store(dOffset + i);
                (Vector256.Load(dOffset + i + width) + g1).Store(dOffset + i + width);
            }
        }
        for (; i < length; i += width)
        {
            int count = (int)nint.Min(width, length - i);
            Vector256<T> g0 = Load(g + i, count), gn0 = g0 * ((Load(x + i, count) - means) * rs), scale0 = Load(scale + i, count);
            sum0 = Lanes.MultiplyAdd(g0, scale0, sum0);
            product0 = Lanes.MultiplyAdd(gn0, scale0, product0);
            Lanes.Store256(Load(dScale + i, count) + gn0, ref *dScale, i, count);
            if (dOffset != null)
                Lanes.Store256(Load(dOffset + i, count) + g0, ref *dOffset, i, count);
        }
        return (Lanes.Fold<T, SumFold<T>>(sum0 + sum1), Lanes.Fold<T, SumFold<T>>(product0 + product1));
    }

    /// <summary>dx = r (g scale - mean of it - (x - mean) r times the mean of their product).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Gradient<T>(T* x, T mean, T r, T* scale, T* g, T ofSum, T ofProduct, T* dx, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count;
        Vector256<T> means = Vector256.Create(mean), rs = Vector256.Create(r), sums = Vector256.Create(ofSum), products = Vector256.Create(-ofProduct);
        nint i = 0;
        for (; i <= length - width; i += width)
        {
            Vector256<T> n = (Vector256.Load(x + i) - means) * rs;
            (rs * Lanes.MultiplyAdd(n, products, Lanes.MultiplyAdd(Vector256.Load(g + i), Vector256.Load(scale + i), -sums))).Store(dx + i);
        }
        if (i < length)
        {
            int count = (int)(length - i);
            Vector256<T> n = (Load(x + i, count) - means) * rs;
            Lanes.Store256(rs * Lanes.MultiplyAdd(n, products, Lanes.MultiplyAdd(Load(g + i, count), Load(scale + i, count), -sums)), ref *dx, i, count);
        }
    }

    /// <summary>y += x.</summary>
    internal static void Add<T>(T* x, T* y, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint i = 0; i < length; i += Vector256<T>.Count)
        {
            int count = (int)nint.Min(Vector256<T>.Count, length - i);
            Lanes.Store256(Load(x + i, count) + Load(y + i, count), ref *y, i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> Load<T>(T* source, int count)
        where T : unmanaged
        => Lanes.Load256(in *source, 0, count);
}
