using System.Numerics;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>
/// What normalisation does with one row or two. Each pass does two or three operations an element, so loads and stores decide: two rows at once
/// read and write the sums over rows once.
/// </summary>
internal static unsafe class NormRow<TVector, T>
    where TVector : struct, ISimd<TVector, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static int Width => TVector.Count;

    /// <summary>sum(x).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static T Sum(T* x, nint length)
        => typeof(TVector) == typeof(Simd512<T>) ? Row512.Fold<T, SumFold<T>>(x, length) : Row256.Fold<T, SumFold<T>>(x, length);

    /// <summary>sum((x - mean)²).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static T SquaredDistance(T* x, T mean, nint length)
    {
        TVector means = TVector.Create(mean), s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0;
        for (; i <= length - 4 * Width; i += 4 * Width)
        {
            TVector d0 = Load(x + i) - means, d1 = Load(x + i + Width) - means;
            TVector d2 = Load(x + i + 2 * Width) - means, d3 = Load(x + i + 3 * Width) - means;
            s0 = TVector.MultiplyAdd(d0, d0, s0);
            s1 = TVector.MultiplyAdd(d1, d1, s1);
            s2 = TVector.MultiplyAdd(d2, d2, s2);
            s3 = TVector.MultiplyAdd(d3, d3, s3);
        }
        for (; i < length; i += Width)
        {
            int count = Count(i, length);
            TVector d = TVector.Keep(Load(x + i, count) - means, count);
            s0 = TVector.MultiplyAdd(d, d, s0);
        }
        return TVector.Sum((s0 + s1) + (s2 + s3));
    }

    /// <summary>y = (x - mean) r scale + offset; a null offset is none.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Apply(T* x, T mean, T r, T* scale, T* offset, T* y, nint length)
    {
        TVector means = TVector.Create(mean), rs = TVector.Create(r);
        nint i = 0;
        if (offset != null)
            for (; i <= length - Width; i += Width)
                Store(y + i, TVector.MultiplyAdd((Load(x + i) - means) * rs, Load(scale + i), Load(offset + i)));
        else
            for (; i <= length - Width; i += Width)
                Store(y + i, (Load(x + i) - means) * rs * Load(scale + i));
        if (i < length)
        {
            int count = Count(i, length);
            TVector added = offset == null ? default : Load(offset + i, count);
            Store(y + i, TVector.MultiplyAdd((Load(x + i, count) - means) * rs, Load(scale + i, count), added), count);
        }
    }

    /// <summary>
    /// With n = (x - mean) r: sum(g scale) and sum(g scale n) of each row; dScale += g n of both, and dOffset += g of both where there is one.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static (T Sum0, T Product0, T Sum1, T Product1) Sums(
        T* x0, T* x1, T mean0, T mean1, T r0, T r1, T* scale, T* g0, T* g1, T* dScale, T* dOffset, nint length)
    {
        TVector means0 = TVector.Create(mean0), means1 = TVector.Create(mean1), rs0 = TVector.Create(r0), rs1 = TVector.Create(r1);
        TVector sum0 = default, product0 = default, sum1 = default, product1 = default;
        nint i = 0;
        for (; i <= length - Width; i += Width)
        {
            TVector a = Load(g0 + i), b = Load(g1 + i), s = Load(scale + i);
            TVector an = a * ((Load(x0 + i) - means0) * rs0), bn = b * ((Load(x1 + i) - means1) * rs1);
            sum0 = TVector.MultiplyAdd(a, s, sum0);
            sum1 = TVector.MultiplyAdd(b, s, sum1);
            product0 = TVector.MultiplyAdd(an, s, product0);
            product1 = TVector.MultiplyAdd(bn, s, product1);
            Store(dScale + i, Load(dScale + i) + (an + bn));
            if (dOffset != null)
                Store(dOffset + i, Load(dOffset + i) + (a + b));
        }
        if (i < length)
        {
            int count = Count(i, length);
            TVector a = Load(g0 + i, count), b = Load(g1 + i, count), s = Load(scale + i, count);
            TVector an = a * ((Load(x0 + i, count) - means0) * rs0), bn = b * ((Load(x1 + i, count) - means1) * rs1);
            sum0 = TVector.MultiplyAdd(a, s, sum0);
            sum1 = TVector.MultiplyAdd(b, s, sum1);
            product0 = TVector.MultiplyAdd(an, s, product0);
            product1 = TVector.MultiplyAdd(bn, s, product1);
            Store(dScale + i, Load(dScale + i, count) + (an + bn), count);
            if (dOffset != null)
                Store(dOffset + i, Load(dOffset + i, count) + (a + b), count);
        }
        return (TVector.Sum(sum0), TVector.Sum(product0), TVector.Sum(sum1), TVector.Sum(product1));
    }

    /// <summary>dx = r (g scale - mean of it - (x - mean) r times the mean of their product).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Gradient(T* x, T mean, T r, T* scale, T* g, T ofSum, T ofProduct, T* dx, nint length)
    {
        TVector means = TVector.Create(mean), rs = TVector.Create(r), sums = TVector.Create(ofSum), products = TVector.Create(-ofProduct);
        nint i = 0;
        for (; i <= length - Width; i += Width)
        {
            TVector n = (Load(x + i) - means) * rs;
            Store(dx + i, rs * TVector.MultiplyAdd(n, products, TVector.MultiplyAdd(Load(g + i), Load(scale + i), -sums)));
        }
        if (i < length)
        {
            int count = Count(i, length);
            TVector n = (Load(x + i, count) - means) * rs;
            Store(dx + i, rs * TVector.MultiplyAdd(n, products, TVector.MultiplyAdd(Load(g + i, count), Load(scale + i, count), -sums)), count);
        }
    }

    /// <summary>y += x.</summary>
    internal static void Add(T* x, T* y, nint length)
    {
        for (nint i = 0; i < length; i += Width)
        {
            int count = Count(i, length);
            Store(y + i, Load(x + i, count) + Load(y + i, count), count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(T* source) => TVector.Load(in *source, 0, Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(T* source, int count) => TVector.Load(in *source, 0, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* destination, TVector value) => TVector.Store(value, ref *destination, 0, Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* destination, TVector value, int count) => TVector.Store(value, ref *destination, 0, count);

    private static int Count(nint i, nint length) => (int)nint.Min(Width, length - i);
}
