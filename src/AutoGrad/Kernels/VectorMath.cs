using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// Elementary functions of whole vectors. Those of floats are polynomials of our own, fitted by Remez exchange to the error
/// that each comment names; they are at most 2 units in the last place off (Pow: 4) and treat special values as Math does.
/// Those of doubles are for gradient checks: accurate to 4 units, and not made for speed.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    /// <summary>The square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sqrt(Vector512<float> x) => Vector512.Sqrt(x);

    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Abs(Vector512<float> x) => Vector512.Abs(x);

    /// <summary>-1, 0 or 1; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sign(Vector512<float> x)
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(Vector512.Abs(x), Vector512<float>.Zero),
            Vector512<float>.One | (x & Vector512.Create(-0f)), x);

    /// <summary>The square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sqrt(Vector512<double> x) => Vector512.Sqrt(x);

    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Abs(Vector512<double> x) => Vector512.Abs(x);

    /// <summary>-1, 0 or 1; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sign(Vector512<double> x)
        => Vector512.ConditionalSelect(
            Vector512.GreaterThan(Vector512.Abs(x), Vector512<double>.Zero),
            Vector512<double>.One | (x & Vector512.Create(-0d)), x);

    /// <summary>The square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sqrt(Vector256<float> x) => Vector256.Sqrt(x);

    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> x) => Vector256.Abs(x);

    /// <summary>-1, 0 or 1; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sign(Vector256<float> x)
        => Vector256.ConditionalSelect(
            Vector256.GreaterThan(Vector256.Abs(x), Vector256<float>.Zero),
            Vector256<float>.One | (x & Vector256.Create(-0f)), x);

    /// <summary>The square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sqrt(Vector256<double> x) => Vector256.Sqrt(x);

    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Abs(Vector256<double> x) => Vector256.Abs(x);

    /// <summary>-1, 0 or 1; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sign(Vector256<double> x)
        => Vector256.ConditionalSelect(
            Vector256.GreaterThan(Vector256.Abs(x), Vector256<double>.Zero),
            Vector256<double>.One | (x & Vector256.Create(-0d)), x);
}
