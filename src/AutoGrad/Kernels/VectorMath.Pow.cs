using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>x to the power of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y)
    {
        Vector512<float> a = Vector512.Abs(x), infinity = Vector512.Create(float.PositiveInfinity);
        Vector512<float> power = Vector512.Narrow(
            PowOfDouble(Vector512.WidenLower(a), Vector512.WidenLower(y)), PowOfDouble(Vector512.WidenUpper(a), Vector512.WidenUpper(y)));

        // Powers of 0 and infinity; NaN.
        Vector512<float> extreme = Vector512.Equals(a, Vector512<float>.Zero) | Vector512.Equals(a, infinity);
        Vector512<float> large = Vector512.Equals(a, infinity) ^ Vector512.LessThan(y, Vector512<float>.Zero);
        power = Vector512.ConditionalSelect(extreme, large & infinity, power);
        power = Vector512.ConditionalSelect(Vector512.Equals(x, x) & Vector512.Equals(y, y), power, x + y);

        // The sign of an odd power of a negative base, and no real root of a negative base.
        Vector512<float> half = y * Vector512.Create(0.5f);
        Vector512<float> whole = Vector512.Equals(Vector512.Truncate(y), y), even = Vector512.Equals(Vector512.Truncate(half), half);
        power ^= Vector512.AndNot(x & whole, even) & Vector512.Create(-0f);
        Vector512<float> root = Vector512.AndNot(Vector512.LessThan(x, Vector512<float>.Zero) & Vector512.LessThan(a, infinity), whole);
        power = Vector512.ConditionalSelect(root, Vector512.Create(float.NaN), power);

        // 1 to any power, anything to the power 0, -1 to an infinite power.
        Vector512<float> one = Vector512.Equals(x, Vector512<float>.One) | Vector512.Equals(y, Vector512<float>.Zero)
            | (Vector512.Equals(a, Vector512<float>.One) & Vector512.Equals(Vector512.Abs(y), infinity));
        return Vector512.ConditionalSelect(one, Vector512<float>.One, power);
    }

    /// <summary>e^(y log a) within 2^-37, for a positive and normal a; what overflows a float does so here when it is narrowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> PowOfDouble(Vector512<double> a, Vector512<double> y)
    {
        // a = 2^e (1 + f) with 1 + f from sqrt(1/2) to sqrt(2); whole numbers pass through the low bits of 2^52 + e.
        Vector512<long> rootOfHalf = Vector512.Create(0x3FE6A09E667F3BCD), bits = a.AsInt64() - rootOfHalf;
        Vector512<double> e = (((bits + Vector512.Create(0x3FF0000000000000)) >>> 52) | Vector512.Create(0x4330000000000000)).AsDouble()
            - Vector512.Create(4503599627370496.0 + 1023);
        Vector512<double> f = ((bits & Vector512.Create(0x000FFFFFFFFFFFFF)) + rootOfHalf).AsDouble() - Vector512<double>.One;

        // log(1 + f) = 2 s + s^3 Q(s^2) with s = f / (2 + f), within 2^-45.
        Vector512<double> s = f / (f + Vector512.Create(2.0)), z = s * s;
        Vector512<double> q = Vector512.FusedMultiplyAdd(Vector512.Create(0.19583753455345843), z, Vector512.Create(0.2217621814201868));
        q = Vector512.FusedMultiplyAdd(q, z, Vector512.Create(0.28572108409107455));
        q = Vector512.FusedMultiplyAdd(q, z, Vector512.Create(0.3999999562932955));
        q = Vector512.FusedMultiplyAdd(q, z, Vector512.Create(0.6666666667577775));
        Vector512<double> log = Vector512.FusedMultiplyAdd(e, Vector512.Create(0.6931471805599453), Vector512.FusedMultiplyAdd(s * z, q, s + s));

        Vector512<double> t = Vector512.MinNative(Vector512.Create(100.0), Vector512.MaxNative(Vector512.Create(-120.0), y * log));
        Vector512<double> k = Vector512.Round(t * Vector512.Create(1.4426950408889634));
        Vector512<double> r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-0.6931471805599453), t);
        Vector512<double> p = Vector512.FusedMultiplyAdd(Vector512.Create(2.7493074001022625e-06), r, Vector512.Create(2.4880810592724252e-05));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.00019841539063180207));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.0013888811142959096));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.008333333095116387));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.041666666962254614));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.1666666666726513));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.49999999999664285));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<double>.One);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<double>.One);
        return p * ((k + Vector512.Create(6755399441055744.0 + 1023)).AsInt64() << 52).AsDouble();
    }

    /// <summary>x to the power of y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> a = Vector256.Abs(x), infinity = Vector256.Create(float.PositiveInfinity);
        Vector256<float> power = Vector256.Narrow(
            PowOfDouble(Vector256.WidenLower(a), Vector256.WidenLower(y)), PowOfDouble(Vector256.WidenUpper(a), Vector256.WidenUpper(y)));

        // Powers of 0 and infinity; NaN.
        Vector256<float> extreme = Vector256.Equals(a, Vector256<float>.Zero) | Vector256.Equals(a, infinity);
        Vector256<float> large = Vector256.Equals(a, infinity) ^ Vector256.LessThan(y, Vector256<float>.Zero);
        power = Vector256.ConditionalSelect(extreme, large & infinity, power);
        power = Vector256.ConditionalSelect(Vector256.Equals(x, x) & Vector256.Equals(y, y), power, x + y);

        // The sign of an odd power of a negative base, and no real root of a negative base.
        Vector256<float> half = y * Vector256.Create(0.5f);
        Vector256<float> whole = Vector256.Equals(Vector256.Truncate(y), y), even = Vector256.Equals(Vector256.Truncate(half), half);
        power ^= Vector256.AndNot(x & whole, even) & Vector256.Create(-0f);
        Vector256<float> root = Vector256.AndNot(Vector256.LessThan(x, Vector256<float>.Zero) & Vector256.LessThan(a, infinity), whole);
        power = Vector256.ConditionalSelect(root, Vector256.Create(float.NaN), power);

        // 1 to any power, anything to the power 0, -1 to an infinite power.
        Vector256<float> one = Vector256.Equals(x, Vector256<float>.One) | Vector256.Equals(y, Vector256<float>.Zero)
            | (Vector256.Equals(a, Vector256<float>.One) & Vector256.Equals(Vector256.Abs(y), infinity));
        return Vector256.ConditionalSelect(one, Vector256<float>.One, power);
    }

    /// <summary>e^(y log a) within 2^-37, for a positive and normal a; what overflows a float does so here when it is narrowed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> PowOfDouble(Vector256<double> a, Vector256<double> y)
    {
        // a = 2^e (1 + f) with 1 + f from sqrt(1/2) to sqrt(2); whole numbers pass through the low bits of 2^52 + e.
        Vector256<long> rootOfHalf = Vector256.Create(0x3FE6A09E667F3BCD), bits = a.AsInt64() - rootOfHalf;
        Vector256<double> e = (((bits + Vector256.Create(0x3FF0000000000000)) >>> 52) | Vector256.Create(0x4330000000000000)).AsDouble()
            - Vector256.Create(4503599627370496.0 + 1023);
        Vector256<double> f = ((bits & Vector256.Create(0x000FFFFFFFFFFFFF)) + rootOfHalf).AsDouble() - Vector256<double>.One;

        // log(1 + f) = 2 s + s^3 Q(s^2) with s = f / (2 + f), within 2^-45.
        Vector256<double> s = f / (f + Vector256.Create(2.0)), z = s * s;
        Vector256<double> q = Vector256.FusedMultiplyAdd(Vector256.Create(0.19583753455345843), z, Vector256.Create(0.2217621814201868));
        q = Vector256.FusedMultiplyAdd(q, z, Vector256.Create(0.28572108409107455));
        q = Vector256.FusedMultiplyAdd(q, z, Vector256.Create(0.3999999562932955));
        q = Vector256.FusedMultiplyAdd(q, z, Vector256.Create(0.6666666667577775));
        Vector256<double> log = Vector256.FusedMultiplyAdd(e, Vector256.Create(0.6931471805599453), Vector256.FusedMultiplyAdd(s * z, q, s + s));

        Vector256<double> t = Vector256.MinNative(Vector256.Create(100.0), Vector256.MaxNative(Vector256.Create(-120.0), y * log));
        Vector256<double> k = Vector256.Round(t * Vector256.Create(1.4426950408889634));
        Vector256<double> r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-0.6931471805599453), t);
        Vector256<double> p = Vector256.FusedMultiplyAdd(Vector256.Create(2.7493074001022625e-06), r, Vector256.Create(2.4880810592724252e-05));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.00019841539063180207));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.0013888811142959096));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.008333333095116387));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.041666666962254614));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.1666666666726513));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.49999999999664285));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<double>.One);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<double>.One);
        return p * ((k + Vector256.Create(6755399441055744.0 + 1023)).AsInt64() << 52).AsDouble();
    }

    /// <summary>x to the power of y.</summary>
    public static Vector512<double> Pow(Vector512<double> x, Vector512<double> y)
    {
        for (int i = 0; i < Vector512<double>.Count; i++)
            x = x.WithElement(i, Math.Pow(x[i], y[i]));
        return x;
    }

    /// <summary>x to the power of y.</summary>
    public static Vector256<double> Pow(Vector256<double> x, Vector256<double> y)
    {
        for (int i = 0; i < Vector256<double>.Count; i++)
            x = x.WithElement(i, Math.Pow(x[i], y[i]));
        return x;
    }
}
