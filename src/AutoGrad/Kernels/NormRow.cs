using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>
/// What normalisation does with one row or two. Each pass does two or three operations an element, so loads and stores decide: two rows at once
/// read and write the sums over rows once.
/// </summary>
internal static unsafe class NormRow<TWide, T>
    where TWide : struct, IWide<TWide, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static int Width => TWide.Count;

    /// <summary>sum(x).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static T Sum(T* x, nint length)
    {
        TWide s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0;
        for (; i <= length - 4 * Width; i += 4 * Width)
        {
            s0 += TWide.Load(x + i);
            s1 += TWide.Load(x + i + Width);
            s2 += TWide.Load(x + i + 2 * Width);
            s3 += TWide.Load(x + i + 3 * Width);
        }
        for (; i < length; i += Width)
            s0 += TWide.Load(x + i, Count(i, length));
        return ((s0 + s1) + (s2 + s3)).Sum();
    }

    /// <summary>sum((x - mean)²).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static T SquaredDistance(T* x, T mean, nint length)
    {
        TWide means = TWide.Create(mean), s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0;
        for (; i <= length - 4 * Width; i += 4 * Width)
        {
            TWide d0 = TWide.Load(x + i) - means, d1 = TWide.Load(x + i + Width) - means;
            TWide d2 = TWide.Load(x + i + 2 * Width) - means, d3 = TWide.Load(x + i + 3 * Width) - means;
            s0 = TWide.MultiplyAdd(d0, d0, s0);
            s1 = TWide.MultiplyAdd(d1, d1, s1);
            s2 = TWide.MultiplyAdd(d2, d2, s2);
            s3 = TWide.MultiplyAdd(d3, d3, s3);
        }
        for (; i < length; i += Width)
        {
            int count = Count(i, length);
            TWide d = (TWide.Load(x + i, count) - means).Keep(count);
            s0 = TWide.MultiplyAdd(d, d, s0);
        }
        return ((s0 + s1) + (s2 + s3)).Sum();
    }

    /// <summary>y = (x - mean) r scale + offset; a null offset is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Apply(T* x, T mean, T r, T* scale, T* offset, T* y, nint length)
    {
        TWide means = TWide.Create(mean), rs = TWide.Create(r);
        nint i = 0;
        if (offset != null)
            for (; i <= length - Width; i += Width)
                TWide.MultiplyAdd((TWide.Load(x + i) - means) * rs, TWide.Load(scale + i), TWide.Load(offset + i)).Store(y + i);
        else
            for (; i <= length - Width; i += Width)
                ((TWide.Load(x + i) - means) * rs * TWide.Load(scale + i)).Store(y + i);
        if (i < length)
        {
            int count = Count(i, length);
            TWide added = offset == null ? default : TWide.Load(offset + i, count);
            TWide.MultiplyAdd((TWide.Load(x + i, count) - means) * rs, TWide.Load(scale + i, count), added).Store(y + i, count);
        }
    }

    /// <summary>
    /// With n = (x - mean) r: sum(g scale) and sum(g scale n) of each row; dScale += g n of both, and dOffset += g of both where there is one.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static (T Sum0, T Product0, T Sum1, T Product1) Sums(
        T* x0, T* x1, T mean0, T mean1, T r0, T r1, T* scale, T* g0, T* g1, T* dScale, T* dOffset, nint length)
    {
        TWide means0 = TWide.Create(mean0), means1 = TWide.Create(mean1), rs0 = TWide.Create(r0), rs1 = TWide.Create(r1);
        TWide sum0 = default, product0 = default, sum1 = default, product1 = default;
        nint i = 0;
        for (; i <= length - Width; i += Width)
        {
            TWide a = TWide.Load(g0 + i), b = TWide.Load(g1 + i), s = TWide.Load(scale + i);
            TWide an = a * ((TWide.Load(x0 + i) - means0) * rs0), bn = b * ((TWide.Load(x1 + i) - means1) * rs1);
            sum0 = TWide.MultiplyAdd(a, s, sum0);
            sum1 = TWide.MultiplyAdd(b, s, sum1);
            product0 = TWide.MultiplyAdd(an, s, product0);
            product1 = TWide.MultiplyAdd(bn, s, product1);
            (TWide.Load(dScale + i) + (an + bn)).Store(dScale + i);
            if (dOffset != null)
                (TWide.Load(dOffset + i) + (a + b)).Store(dOffset + i);
        }
        if (i < length)
        {
            int count = Count(i, length);
            TWide a = TWide.Load(g0 + i, count), b = TWide.Load(g1 + i, count), s = TWide.Load(scale + i, count);
            TWide an = a * ((TWide.Load(x0 + i, count) - means0) * rs0), bn = b * ((TWide.Load(x1 + i, count) - means1) * rs1);
            sum0 = TWide.MultiplyAdd(a, s, sum0);
            sum1 = TWide.MultiplyAdd(b, s, sum1);
            product0 = TWide.MultiplyAdd(an, s, product0);
            product1 = TWide.MultiplyAdd(bn, s, product1);
            (TWide.Load(dScale + i, count) + (an + bn)).Store(dScale + i, count);
            if (dOffset != null)
                (TWide.Load(dOffset + i, count) + (a + b)).Store(dOffset + i, count);
        }
        return (sum0.Sum(), product0.Sum(), sum1.Sum(), product1.Sum());
    }

    /// <summary>dx = r (g scale - mean of it - (x - mean) r times the mean of their product).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Gradient(T* x, T mean, T r, T* scale, T* g, T ofSum, T ofProduct, T* dx, nint length)
    {
        TWide means = TWide.Create(mean), rs = TWide.Create(r), sums = TWide.Create(ofSum), products = TWide.Create(-ofProduct);
        nint i = 0;
        for (; i <= length - Width; i += Width)
        {
            TWide n = (TWide.Load(x + i) - means) * rs;
            (rs * TWide.MultiplyAdd(n, products, TWide.MultiplyAdd(TWide.Load(g + i), TWide.Load(scale + i), -sums))).Store(dx + i);
        }
        if (i < length)
        {
            int count = Count(i, length);
            TWide n = (TWide.Load(x + i, count) - means) * rs;
            (rs * TWide.MultiplyAdd(n, products, TWide.MultiplyAdd(TWide.Load(g + i, count), TWide.Load(scale + i, count), -sums))).Store(dx + i, count);
        }
    }

    /// <summary>y += x.</summary>
    internal static void Add(T* x, T* y, nint length)
    {
        for (nint i = 0; i < length; i += Width)
        {
            int count = Count(i, length);
            (TWide.Load(x + i, count) + TWide.Load(y + i, count)).Store(y + i, count);
        }
    }

    private static int Count(nint i, nint length) => (int)nint.Min(Width, length - i);
}
