using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        // t / (t + 2) with t = e^2|x| - 1 = 2^k q + (2^k - 1), which keeps its accuracy near 0; 1 from 9.02 on.
        Vector512<float> a = Vector512.MinNative(Vector512.Create(9.02f), Vector512.Abs(x));
        Vector512<float> k = Vector512.Round(a * Vector512.Create(2.88539008f));
        Vector512<float> r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-0.693147182f), a + a);
        Vector512<float> scale = PowerOfTwo(k);
        Vector512<float> t = Vector512.FusedMultiplyAdd(scale, ExpM1Polynomial(r), scale - Vector512<float>.One);

        // The rounding of t + 2 is undone: where t is large by a t that fits the sum (its own error hardly matters there), else
        // to first order in what the sum lost.
        Vector512<float> sum = t + Vector512.Create(2f), fitting = sum - Vector512.Create(2f);
        t = Vector512.ConditionalSelect(Vector512.GreaterThan(t, Vector512<float>.One), fitting, t);
        Vector512<float> quotient = t / sum;
        quotient = Vector512.FusedMultiplyAdd(quotient, (fitting - t) * Vector512.Create(0.5f), quotient);
        return Vector512.ConditionalSelect(Vector512.Create(-0f), x, quotient);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        Vector512<float> e = ExpOfNegative(Vector512.Abs(x));
        Vector512<float> numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), e, Vector512<float>.One);
        Vector512<float> sum = Vector512<float>.One + e, lost = e - (sum - Vector512<float>.One), quotient = numerator / sum;
        return Vector512.FusedMultiplyAdd(quotient, -lost, quotient);
    }

    /// <summary>e^-x for x of at least 0: one bound less than <see cref="Exp(Vector512{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpOfNegative(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(104f), x);
        Vector512<float> k = Reduce(-x, out Vector512<float> r);
        return Scale(ExpPolynomial(r), k);
    }

    /// <summary>The hyperbolic tangent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        // t / (t + 2) with t = e^2|x| - 1 = 2^k q + (2^k - 1), which keeps its accuracy near 0; 1 from 9.02 on.
        Vector256<float> a = Vector256.MinNative(Vector256.Create(9.02f), Vector256.Abs(x));
        Vector256<float> k = Vector256.Round(a * Vector256.Create(2.88539008f));
        Vector256<float> r = Vector256.FusedMultiplyAdd(k, Vector256.Create(-0.693147182f), a + a);
        Vector256<float> scale = PowerOfTwo(k);
        Vector256<float> t = Vector256.FusedMultiplyAdd(scale, ExpM1Polynomial(r), scale - Vector256<float>.One);

        // The rounding of t + 2 is undone: where t is large by a t that fits the sum (its own error hardly matters there), else
        // to first order in what the sum lost.
        Vector256<float> sum = t + Vector256.Create(2f), fitting = sum - Vector256.Create(2f);
        t = Vector256.ConditionalSelect(Vector256.GreaterThan(t, Vector256<float>.One), fitting, t);
        Vector256<float> quotient = t / sum;
        quotient = Vector256.FusedMultiplyAdd(quotient, (fitting - t) * Vector256.Create(0.5f), quotient);
        return Vector256.ConditionalSelect(Vector256.Create(-0f), x, quotient);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        Vector256<float> e = ExpOfNegative(Vector256.Abs(x));
        Vector256<float> numerator = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), e, Vector256<float>.One);
        Vector256<float> sum = Vector256<float>.One + e, lost = e - (sum - Vector256<float>.One), quotient = numerator / sum;
        return Vector256.FusedMultiplyAdd(quotient, -lost, quotient);
    }

    /// <summary>e^-x for x of at least 0: one bound less than <see cref="Exp(Vector256{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpOfNegative(Vector256<float> x)
    {
        x = Vector256.MinNative(Vector256.Create(104f), x);
        Vector256<float> k = Reduce(-x, out Vector256<float> r);
        return Scale(ExpPolynomial(r), k);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static float Sigmoid(float x) => Sigmoid(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// <summary>log(1 + e^x), without overflow.</summary>
    public static float Softplus(float x) => Softplus(Vector256.CreateScalar(x)).ToScalar();

    /// <summary>log(1 + e^x), without overflow.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));
}
