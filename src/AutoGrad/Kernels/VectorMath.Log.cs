using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>The natural logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x)
    {
        Vector512<float> denormal = Vector512.LessThan(x, Vector512.Create(1.17549435e-38f));
        Vector512<float> scaled = Vector512.ConditionalSelect(denormal, x * Vector512.Create(8388608f), x);
        Vector512<float> exponent = SplitExponent(scaled, out Vector512<float> f);
        exponent -= denormal & Vector512.Create(23f);
        Vector512<float> result = LogOnePlus(exponent, f);
        Vector512<float> special = Vector512.ConditionalSelect(
            Vector512.Equals(x, Vector512<float>.Zero), Vector512.Create(float.NegativeInfinity),
            Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512.Create(float.NaN), x));
        return Vector512.ConditionalSelect(
            Vector512.GreaterThan(x, Vector512<float>.Zero) & Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity)), result, special);
    }

    /// <summary>log(1 + x), accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1P(Vector512<float> x)
    {
        // 1 + x = 2^e (1 + f), where f = 2^-e x + (2^-e - 1) has one rounding: for e = 0 it is x itself. Where 1 + x is x, f
        // is exact as it stands.
        Vector512<float> exponent = SplitExponent(Vector512<float>.One + x, out Vector512<float> f);
        Vector512<float> scale = PowerOfTwo(-exponent);
        Vector512<float> small = Vector512.LessThan(exponent, Vector512.Create(64f));
        f = Vector512.ConditionalSelect(small, Vector512.FusedMultiplyAdd(x, scale, scale - Vector512<float>.One), f);
        Vector512<float> result = LogOnePlus(exponent, f);
        Vector512<float> special = Vector512.ConditionalSelect(
            Vector512.Equals(x, -Vector512<float>.One), Vector512.Create(float.NegativeInfinity),
            Vector512.ConditionalSelect(Vector512.LessThan(x, -Vector512<float>.One), Vector512.Create(float.NaN), x));
        Vector512<float> ordinary = Vector512.GreaterThan(x, -Vector512<float>.One) & Vector512.LessThan(x, Vector512.Create(float.PositiveInfinity));
        return Vector512.ConditionalSelect(Vector512.AndNot(ordinary, Vector512.Equals(x, Vector512<float>.Zero)), result, special);
    }

    /// <summary>log(1 + e^x), without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> x)
    {
        // max(x, 0) + log(1 + e) with e = e^-|x| at most 1, so that 1 + e needs to be halved once at most.
        Vector512<float> e = ExpOfNegative(Vector512.Abs(x));
        Vector512<float> halved = Vector512.GreaterThan(e, Vector512.Create(0.414213562f));
        Vector512<float> f = Vector512.ConditionalSelect(halved, (e - Vector512<float>.One) * Vector512.Create(0.5f), e);
        return Vector512.MaxNative(Vector512<float>.Zero, x) + LogOnePlus(halved & Vector512<float>.One, f);
    }

    /// <summary>x = 2^exponent (1 + f), with 1 + f from sqrt(1/2) to sqrt(2); x is positive and normal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> SplitExponent(Vector512<float> x, out Vector512<float> f)
    {
        Vector512<int> rootOfHalf = Vector512.Create(0x3F3504F3);
        Vector512<int> bits = x.AsInt32() - rootOfHalf;
        f = ((bits & Vector512.Create(0x007FFFFF)) + rootOfHalf).AsSingle() - Vector512<float>.One;
        return Vector512.ConvertToSingle(bits >> 23);
    }

    /// <summary>exponent log(2) + log(1 + f): f - f^2 / 2 + f^3 P(f), within 2^-27 of itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LogOnePlus(Vector512<float> exponent, Vector512<float> f)
    {
        Vector512<float> p = Vector512.FusedMultiplyAdd(Vector512.Create(-0.0763813406f), f, Vector512.Create(0.127639934f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(-0.131592229f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.142009854f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(-0.166233346f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.200012609f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(-0.250008225f));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(0.333333313f));
        Vector512<float> square = f * f;
        Vector512<float> low = Vector512.FusedMultiplyAdd(exponent, Vector512.Create(1.42860677e-6f), f * square * p);
        low = Vector512.FusedMultiplyAdd(square, Vector512.Create(-0.5f), low);
        return Vector512.FusedMultiplyAdd(exponent, Vector512.Create(0.693145752f), f + low);
    }

    /// <summary>The natural logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        Vector256<float> denormal = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        Vector256<float> scaled = Vector256.ConditionalSelect(denormal, x * Vector256.Create(8388608f), x);
        Vector256<float> exponent = SplitExponent(scaled, out Vector256<float> f);
        exponent -= denormal & Vector256.Create(23f);
        Vector256<float> result = LogOnePlus(exponent, f);
        Vector256<float> special = Vector256.ConditionalSelect(
            Vector256.Equals(x, Vector256<float>.Zero), Vector256.Create(float.NegativeInfinity),
            Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), Vector256.Create(float.NaN), x));
        return Vector256.ConditionalSelect(
            Vector256.GreaterThan(x, Vector256<float>.Zero) & Vector256.LessThan(x, Vector256.Create(float.PositiveInfinity)), result, special);
    }

    /// <summary>log(1 + x), accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1P(Vector256<float> x)
    {
        // 1 + x = 2^e (1 + f), where f = 2^-e x + (2^-e - 1) has one rounding: for e = 0 it is x itself. Where 1 + x is x, f
        // is exact as it stands.
        Vector256<float> exponent = SplitExponent(Vector256<float>.One + x, out Vector256<float> f);
        Vector256<float> scale = PowerOfTwo(-exponent);
        Vector256<float> small = Vector256.LessThan(exponent, Vector256.Create(64f));
        f = Vector256.ConditionalSelect(small, Vector256.FusedMultiplyAdd(x, scale, scale - Vector256<float>.One), f);
        Vector256<float> result = LogOnePlus(exponent, f);
        Vector256<float> special = Vector256.ConditionalSelect(
            Vector256.Equals(x, -Vector256<float>.One), Vector256.Create(float.NegativeInfinity),
            Vector256.ConditionalSelect(Vector256.LessThan(x, -Vector256<float>.One), Vector256.Create(float.NaN), x));
        Vector256<float> ordinary = Vector256.GreaterThan(x, -Vector256<float>.One) & Vector256.LessThan(x, Vector256.Create(float.PositiveInfinity));
        return Vector256.ConditionalSelect(Vector256.AndNot(ordinary, Vector256.Equals(x, Vector256<float>.Zero)), result, special);
    }

    /// <summary>log(1 + e^x), without overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> x)
    {
        // max(x, 0) + log(1 + e) with e = e^-|x| at most 1, so that 1 + e needs to be halved once at most.
        Vector256<float> e = ExpOfNegative(Vector256.Abs(x));
        Vector256<float> halved = Vector256.GreaterThan(e, Vector256.Create(0.414213562f));
        Vector256<float> f = Vector256.ConditionalSelect(halved, (e - Vector256<float>.One) * Vector256.Create(0.5f), e);
        return Vector256.MaxNative(Vector256<float>.Zero, x) + LogOnePlus(halved & Vector256<float>.One, f);
    }

    /// <summary>x = 2^exponent (1 + f), with 1 + f from sqrt(1/2) to sqrt(2); x is positive and normal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> SplitExponent(Vector256<float> x, out Vector256<float> f)
    {
        Vector256<int> rootOfHalf = Vector256.Create(0x3F3504F3);
        Vector256<int> bits = x.AsInt32() - rootOfHalf;
        f = ((bits & Vector256.Create(0x007FFFFF)) + rootOfHalf).AsSingle() - Vector256<float>.One;
        return Vector256.ConvertToSingle(bits >> 23);
    }

    /// <summary>exponent log(2) + log(1 + f): f - f^2 / 2 + f^3 P(f), within 2^-27 of itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogOnePlus(Vector256<float> exponent, Vector256<float> f)
    {
        Vector256<float> p = Vector256.FusedMultiplyAdd(Vector256.Create(-0.0763813406f), f, Vector256.Create(0.127639934f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(-0.131592229f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(0.142009854f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(-0.166233346f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(0.200012609f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(-0.250008225f));
        p = Vector256.FusedMultiplyAdd(p, f, Vector256.Create(0.333333313f));
        Vector256<float> square = f * f;
        Vector256<float> low = Vector256.FusedMultiplyAdd(exponent, Vector256.Create(1.42860677e-6f), f * square * p);
        low = Vector256.FusedMultiplyAdd(square, Vector256.Create(-0.5f), low);
        return Vector256.FusedMultiplyAdd(exponent, Vector256.Create(0.693145752f), f + low);
    }
}
