using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>The sine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sin(Vector512<float> x)
    {
        if (!Vector512.LessThanOrEqualAll(Vector512.Abs(x), Vector512.Create(LargestReduced)))
            return PerLane<float, SinFunction>(x);
        Vector512<int> quadrant = ReduceAngle(Vector512.Abs(x), out Vector512<float> r);
        return Circular(quadrant, r) ^ (x & Vector512.Create(-0f));
    }

    /// <summary>The cosine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Cos(Vector512<float> x)
    {
        if (!Vector512.LessThanOrEqualAll(Vector512.Abs(x), Vector512.Create(LargestReduced)))
            return PerLane<float, CosFunction>(x);
        Vector512<int> quadrant = ReduceAngle(Vector512.Abs(x), out Vector512<float> r);
        return Circular(quadrant + Vector512<int>.One, r);
    }

    /// <summary>
    /// x = q pi / 2 + r with |r| at most pi / 4. pi / 2 is in three parts: up to 1e5 the first subtraction is exact (its result
    /// is a multiple of 2^-23 below 1), and the others round relative to r.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> ReduceAngle(Vector512<float> x, out Vector512<float> r)
    {
        Vector512<float> q = Vector512.Round(x * Vector512.Create(0.636619772f));
        r = Vector512.FusedMultiplyAdd(q, Vector512.Create(-1.57079637f), x);
        r = Vector512.FusedMultiplyAdd(q, Vector512.Create(4.37113883e-8f), r);
        r = Vector512.FusedMultiplyAdd(q, Vector512.Create(1.71512489e-15f), r);
        return Vector512.ConvertToInt32Native(q);
    }

    /// <summary>sin(r + quadrant pi / 2), by a sine (within 2^-28) or a cosine (within 2^-33) of r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Circular(Vector512<int> quadrant, Vector512<float> r)
    {
        Vector512<float> s = r * r;
        Vector512<float> sine = Vector512.FusedMultiplyAdd(Vector512.Create(-0.000195178975f), s, Vector512.Create(0.00833218731f));
        sine = Vector512.FusedMultiplyAdd(sine, s, Vector512.Create(-0.166666552f));
        sine = Vector512.FusedMultiplyAdd(sine * s, r, r);
        Vector512<float> cosine = Vector512.FusedMultiplyAdd(Vector512.Create(2.44323273e-05f), s, Vector512.Create(-0.00138873095f));
        cosine = Vector512.FusedMultiplyAdd(cosine, s, Vector512.Create(0.0416666456f));
        cosine = Vector512.FusedMultiplyAdd(cosine, s, Vector512.Create(-0.5f));
        cosine = Vector512.FusedMultiplyAdd(cosine, s, Vector512<float>.One);
        Vector512<int> odd = Vector512.Equals(quadrant & Vector512<int>.One, Vector512<int>.One);
        Vector512<int> sign = (quadrant & Vector512.Create(2)) << 30;
        return Vector512.ConditionalSelect(odd.AsSingle(), cosine, sine) ^ sign.AsSingle();
    }

    /// <summary>The sine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sin(Vector256<float> x)
    {
        if (!Vector256.LessThanOrEqualAll(Vector256.Abs(x), Vector256.Create(LargestReduced)))
            return PerLane<float, SinFunction>(x);
        Vector256<int> quadrant = ReduceAngle(Vector256.Abs(x), out Vector256<float> r);
        return Circular(quadrant, r) ^ (x & Vector256.Create(-0f));
    }

    /// <summary>The cosine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Cos(Vector256<float> x)
    {
        if (!Vector256.LessThanOrEqualAll(Vector256.Abs(x), Vector256.Create(LargestReduced)))
            return PerLane<float, CosFunction>(x);
        Vector256<int> quadrant = ReduceAngle(Vector256.Abs(x), out Vector256<float> r);
        return Circular(quadrant + Vector256<int>.One, r);
    }

    /// <summary>
    /// x = q pi / 2 + r with |r| at most pi / 4. pi / 2 is in three parts: up to 1e5 the first subtraction is exact (its result
    /// is a multiple of 2^-23 below 1), and the others round relative to r.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> ReduceAngle(Vector256<float> x, out Vector256<float> r)
    {
        Vector256<float> q = Vector256.Round(x * Vector256.Create(0.636619772f));
        r = Vector256.FusedMultiplyAdd(q, Vector256.Create(-1.57079637f), x);
        r = Vector256.FusedMultiplyAdd(q, Vector256.Create(4.37113883e-8f), r);
        r = Vector256.FusedMultiplyAdd(q, Vector256.Create(1.71512489e-15f), r);
        return Vector256.ConvertToInt32Native(q);
    }

    /// <summary>sin(r + quadrant pi / 2), by a sine (within 2^-28) or a cosine (within 2^-33) of r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Circular(Vector256<int> quadrant, Vector256<float> r)
    {
        Vector256<float> s = r * r;
        Vector256<float> sine = Vector256.FusedMultiplyAdd(Vector256.Create(-0.000195178975f), s, Vector256.Create(0.00833218731f));
        sine = Vector256.FusedMultiplyAdd(sine, s, Vector256.Create(-0.166666552f));
        sine = Vector256.FusedMultiplyAdd(sine * s, r, r);
        Vector256<float> cosine = Vector256.FusedMultiplyAdd(Vector256.Create(2.44323273e-05f), s, Vector256.Create(-0.00138873095f));
        cosine = Vector256.FusedMultiplyAdd(cosine, s, Vector256.Create(0.0416666456f));
        cosine = Vector256.FusedMultiplyAdd(cosine, s, Vector256.Create(-0.5f));
        cosine = Vector256.FusedMultiplyAdd(cosine, s, Vector256<float>.One);
        Vector256<int> odd = Vector256.Equals(quadrant & Vector256<int>.One, Vector256<int>.One);
        Vector256<int> sign = (quadrant & Vector256.Create(2)) << 30;
        return Vector256.ConditionalSelect(odd.AsSingle(), cosine, sine) ^ sign.AsSingle();
    }

    private const float LargestReduced = 1e5f;

    private readonly struct SinFunction : IScalarFunction<float>
    {
        public static float Invoke(float x) => MathF.Sin(x);
    }

    private readonly struct CosFunction : IScalarFunction<float>
    {
        public static float Invoke(float x) => MathF.Cos(x);
    }
}
