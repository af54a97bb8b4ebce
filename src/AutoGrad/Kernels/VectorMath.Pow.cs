using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>x to the power of y, in double and rounded once.</summary>
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y)
    {
        Vector512<float> a = Vector512.Abs(x);
        (Vector512<double> aLow, Vector512<double> aHigh) = Vector512.Widen(a);
        (Vector512<double> yLow, Vector512<double> yHigh) = Vector512.Widen(y);
        Vector512<float> power = Vector512.Narrow(Vector512.Exp(yLow * Vector512.Log(aLow)), Vector512.Exp(yHigh * Vector512.Log(aHigh)));

        // The sign of an odd power of a negative base, and no real root of a negative base.
        Vector512<float> half = y * Vector512.Create(0.5f);
        Vector512<float> whole = Vector512.Equals(Vector512.Truncate(y), y), even = Vector512.Equals(Vector512.Truncate(half), half);
        power ^= Vector512.AndNot(x & whole, even) & Vector512.Create(-0f);
        Vector512<float> root = Vector512.AndNot(Vector512.LessThan(x, Vector512<float>.Zero) & Vector512.LessThan(a, Vector512.Create(float.PositiveInfinity)), whole);
        power = Vector512.ConditionalSelect(root, Vector512.Create(float.NaN), power);

        // 1 to any power, anything to the power 0, -1 to an infinite power.
        Vector512<float> infinite = Vector512.Equals(Vector512.Abs(y), Vector512.Create(float.PositiveInfinity));
        Vector512<float> one = Vector512.Equals(x, Vector512<float>.One) | Vector512.Equals(y, Vector512<float>.Zero) | (Vector512.Equals(a, Vector512<float>.One) & infinite);
        return Vector512.ConditionalSelect(one, Vector512<float>.One, power);
    }

    /// <summary>x to the power of y, in double and rounded once.</summary>
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y)
    {
        Vector256<float> a = Vector256.Abs(x);
        (Vector256<double> aLow, Vector256<double> aHigh) = Vector256.Widen(a);
        (Vector256<double> yLow, Vector256<double> yHigh) = Vector256.Widen(y);
        Vector256<float> power = Vector256.Narrow(Vector256.Exp(yLow * Vector256.Log(aLow)), Vector256.Exp(yHigh * Vector256.Log(aHigh)));

        // The sign of an odd power of a negative base, and no real root of a negative base.
        Vector256<float> half = y * Vector256.Create(0.5f);
        Vector256<float> whole = Vector256.Equals(Vector256.Truncate(y), y), even = Vector256.Equals(Vector256.Truncate(half), half);
        power ^= Vector256.AndNot(x & whole, even) & Vector256.Create(-0f);
        Vector256<float> root = Vector256.AndNot(Vector256.LessThan(x, Vector256<float>.Zero) & Vector256.LessThan(a, Vector256.Create(float.PositiveInfinity)), whole);
        power = Vector256.ConditionalSelect(root, Vector256.Create(float.NaN), power);

        // 1 to any power, anything to the power 0, -1 to an infinite power.
        Vector256<float> infinite = Vector256.Equals(Vector256.Abs(y), Vector256.Create(float.PositiveInfinity));
        Vector256<float> one = Vector256.Equals(x, Vector256<float>.One) | Vector256.Equals(y, Vector256<float>.Zero) | (Vector256.Equals(a, Vector256<float>.One) & infinite);
        return Vector256.ConditionalSelect(one, Vector256<float>.One, power);
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
