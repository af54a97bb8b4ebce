using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        // Beyond these bounds the result is 0 or infinity; the native forms let a NaN pass.
        x = Vector512.MinNative(Vector512.Create(89f), Vector512.MaxNative(Vector512.Create(-104f), x));
        Vector512<float> k = Reduce(x, out Vector512<float> r);
        return Scale(ExpPolynomial(r), k);
    }

    /// <summary>e^x - 1, accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ExpM1(Vector512<float> x)
    {
        Vector512<float> bounded = Vector512.MinNative(Vector512.Create(89f), Vector512.MaxNative(Vector512.Create(-20f), x));
        Vector512<float> k = Reduce(bounded, out Vector512<float> r);

        // 2^k (1 + q) - 1 by way of half of it, since 2^128 is infinite.
        Vector512<float> half = PowerOfTwo(k - Vector512<float>.One);
        Vector512<float> result = Vector512.FusedMultiplyAdd(half, ExpM1Polynomial(r), half - Vector512.Create(0.5f));
        result += result;
        return Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(x), Vector512.Create(1e-10f)), x, result);
    }

    /// <summary>x = k log(2) + r with a whole k and |r| at most log(2) / 2; log(2) in two parts, the first with zeros at its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Reduce(Vector512<float> x, out Vector512<float> r)
    {
        Vector512<float> k = Vector512.Round(x * Vector512.Create(1.44269504f));
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-0.693145752f), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-1.42860677e-6f), r);
        return k;
    }

    /// <summary>e^r on |r| at most log(2) / 2, within 2^-28.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpPolynomial(Vector512<float> r)
    {
        Vector512<float> p = Vector512.FusedMultiplyAdd(Vector512.Create(0.00138380029f), r, Vector512.Create(0.00836916547f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.0416681021f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.166665167f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.49999994f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
        return Vector512.FusedMultiplyAdd(p, r, Vector512<float>.One);
    }

    /// <summary>e^r - 1 on |r| at most log(2) / 2, within 2^-28 of itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpM1Polynomial(Vector512<float> r)
    {
        Vector512<float> p = Vector512.FusedMultiplyAdd(Vector512.Create(0.000150462336f), r, Vector512.Create(0.00139305438f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.00834150985f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.0416665114f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.166666359f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(0.5f));
        return Vector512.FusedMultiplyAdd(r * r, p, r);
    }

    /// <summary>2^k for a whole k from -126 to 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<float> k)
        => ((Vector512.ConvertToInt32Native(k) + Vector512.Create(127)) << 23).AsSingle();

    /// <summary>p 2^k, down to denormal numbers and up to infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Scale(Vector512<float> p, Vector512<float> k)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Scale(p, k);
        Vector512<int> whole = Vector512.ConvertToInt32Native(k), half = whole >> 1;
        p *= ((half + Vector512.Create(127)) << 23).AsSingle();
        return p * ((whole - half + Vector512.Create(127)) << 23).AsSingle();
    }

    /// <summary>e^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // Beyond these bounds the result is 0 or infinity; the native forms let a NaN pass.
        x = Vector256.MinNative(Vector256.Create(89f), Vector256.MaxNative(Vector256.Create(-104f), x));
        Vector256<float> k = Reduce(x, out Vector256<float> r);
        return Scale(ExpPolynomial(r), k);
    }

    /// <summary>e^x - 1, accurate near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpM1(Vector256<float> x)
    {
        Vector256<float> bounded = Vector256.MinNative(Vector256.Create(89f), Vector256.MaxNative(Vector256.Create(-20f), x));
        Vector256<float> k = Reduce(bounded, out Vector256<float> r);

        // 2^k (1 + q) - 1 by way of half of it, since 2^128 is infinite.
        Vector256<float> half = PowerOfTwo(k - Vector256<float>.One);
        Vector256<float> result = Vector256.FusedMultiplyAdd(half, ExpM1Polynomial(r), half - Vector256.Create(0.5f));
        result += result;
        return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(1e-10f)), x, result);
    }

    /// <summary>x = k log(2) + r with a whole k and |r| at most log(2) / 2; log(2) in two parts, the first with zeros at its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Reduce(Vector256<float> x, out Vector256<float> r)
    {
        Vector256<float> k = Vector256.Round(x * Vector256.Create(1.44269504f));
        r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-0.693145752f), x);
        r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-1.42860677e-6f), r);
        return k;
    }

    /// <summary>e^r on |r| at most log(2) / 2, within 2^-28.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpPolynomial(Vector256<float> r)
    {
        Vector256<float> p = Vector256.FusedMultiplyAdd(Vector256.Create(0.00138380029f), r, Vector256.Create(0.00836916547f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.0416681021f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.166665167f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.49999994f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256<float>.One);
        return Vector256.FusedMultiplyAdd(p, r, Vector256<float>.One);
    }

    /// <summary>e^r - 1 on |r| at most log(2) / 2, within 2^-28 of itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpM1Polynomial(Vector256<float> r)
    {
        Vector256<float> p = Vector256.FusedMultiplyAdd(Vector256.Create(0.000150462336f), r, Vector256.Create(0.00139305438f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.00834150985f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.0416665114f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.166666359f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(0.5f));
        return Vector256.FusedMultiplyAdd(r * r, p, r);
    }

    /// <summary>2^k for a whole k from -126 to 127.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<float> k)
        => ((Vector256.ConvertToInt32Native(k) + Vector256.Create(127)) << 23).AsSingle();

    /// <summary>p 2^k, down to denormal numbers and up to infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Scale(Vector256<float> p, Vector256<float> k)
    {
        Vector256<int> whole = Vector256.ConvertToInt32Native(k), half = whole >> 1;
        p *= ((half + Vector256.Create(127)) << 23).AsSingle();
        return p * ((whole - half + Vector256.Create(127)) << 23).AsSingle();
    }
}
