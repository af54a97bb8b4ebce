using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Elementary functions of whole vectors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class VectorMath
{
    /// <summary>e^x.</summary>
    public static Vector512<float> Exp(Vector512<float> x) => PerLane<float, ExpFunction>(x);

    /// <summary>e^x.</summary>
    public static Vector512<double> Exp(Vector512<double> x) => PerLane<double, ExpFunction>(x);

    /// <summary>e^x.</summary>
    public static Vector256<float> Exp(Vector256<float> x) => PerLane<float, ExpFunction>(x);

    /// <summary>e^x.</summary>
    public static Vector256<double> Exp(Vector256<double> x) => PerLane<double, ExpFunction>(x);

    private readonly struct ExpFunction : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => Math.Exp(x);
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>The natural logarithm.</summary>
    public static Vector512<float> Log(Vector512<float> x) => PerLane<float, LogFunction>(x);

    /// <summary>The natural logarithm.</summary>
    public static Vector512<double> Log(Vector512<double> x) => PerLane<double, LogFunction>(x);

    /// <summary>The natural logarithm.</summary>
    public static Vector256<float> Log(Vector256<float> x) => PerLane<float, LogFunction>(x);

    /// <summary>The natural logarithm.</summary>
    public static Vector256<double> Log(Vector256<double> x) => PerLane<double, LogFunction>(x);

    private readonly struct LogFunction : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => Math.Log(x);
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>The hyperbolic tangent.</summary>
    public static Vector512<float> Tanh(Vector512<float> x) => PerLane<float, TanhFunction>(x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Vector512<double> Tanh(Vector512<double> x) => PerLane<double, TanhFunction>(x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Vector256<float> Tanh(Vector256<float> x) => PerLane<float, TanhFunction>(x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Vector256<double> Tanh(Vector256<double> x) => PerLane<double, TanhFunction>(x);

    private readonly struct TanhFunction : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => Math.Tanh(x);
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector512<float> Sigmoid(Vector512<float> x) => PerLane<float, SigmoidFunction>(x);

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector512<double> Sigmoid(Vector512<double> x) => PerLane<double, SigmoidFunction>(x);

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector256<float> Sigmoid(Vector256<float> x) => PerLane<float, SigmoidFunction>(x);

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector256<double> Sigmoid(Vector256<double> x) => PerLane<double, SigmoidFunction>(x);

    private readonly struct SigmoidFunction : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => 1 / (1 + Math.Exp(-x));
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>The error function.</summary>
    public static Vector512<float> Erf(Vector512<float> x) => PerLane<float, ErfFunction>(x);

    /// <summary>The error function.</summary>
    public static Vector512<double> Erf(Vector512<double> x) => PerLane<double, ErfFunction>(x);

    /// <summary>The error function.</summary>
    public static Vector256<float> Erf(Vector256<float> x) => PerLane<float, ErfFunction>(x);

    /// <summary>The error function.</summary>
    public static Vector256<double> Erf(Vector256<double> x) => PerLane<double, ErfFunction>(x);

    private readonly struct ErfFunction : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => ErfReference(x);
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>The sine.</summary>
    public static Vector512<float> Sin(Vector512<float> x) => PerLane<float, SinFunction>(x);

    /// <summary>The sine.</summary>
    public static Vector512<double> Sin(Vector512<double> x) => PerLane<double, SinFunction>(x);

    /// <summary>The sine.</summary>
    public static Vector256<float> Sin(Vector256<float> x) => PerLane<float, SinFunction>(x);

    /// <summary>The sine.</summary>
    public static Vector256<double> Sin(Vector256<double> x) => PerLane<double, SinFunction>(x);

    private readonly struct SinFunction : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => Math.Sin(x);
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>The cosine.</summary>
    public static Vector512<float> Cos(Vector512<float> x) => PerLane<float, CosFunction>(x);

    /// <summary>The cosine.</summary>
    public static Vector512<double> Cos(Vector512<double> x) => PerLane<double, CosFunction>(x);

    /// <summary>The cosine.</summary>
    public static Vector256<float> Cos(Vector256<float> x) => PerLane<float, CosFunction>(x);

    /// <summary>The cosine.</summary>
    public static Vector256<double> Cos(Vector256<double> x) => PerLane<double, CosFunction>(x);

    private readonly struct CosFunction : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => Math.Cos(x);
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>log(1 + e^x), stable.</summary>
    public static Vector512<float> Softplus(Vector512<float> x) => PerLane<float, SoftplusFunction>(x);

    /// <summary>log(1 + e^x), stable.</summary>
    public static Vector512<double> Softplus(Vector512<double> x) => PerLane<double, SoftplusFunction>(x);

    /// <summary>log(1 + e^x), stable.</summary>
    public static Vector256<float> Softplus(Vector256<float> x) => PerLane<float, SoftplusFunction>(x);

    /// <summary>log(1 + e^x), stable.</summary>
    public static Vector256<double> Softplus(Vector256<double> x) => PerLane<double, SoftplusFunction>(x);

    private readonly struct SoftplusFunction : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => Math.Max(x, 0) + double.LogP1(Math.Exp(-Math.Abs(x)));
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>e^x - 1.</summary>
    public static Vector512<float> ExpM1(Vector512<float> x) => PerLane<float, ExpM1Function>(x);

    /// <summary>e^x - 1.</summary>
    public static Vector512<double> ExpM1(Vector512<double> x) => PerLane<double, ExpM1Function>(x);

    /// <summary>e^x - 1.</summary>
    public static Vector256<float> ExpM1(Vector256<float> x) => PerLane<float, ExpM1Function>(x);

    /// <summary>e^x - 1.</summary>
    public static Vector256<double> ExpM1(Vector256<double> x) => PerLane<double, ExpM1Function>(x);

    private readonly struct ExpM1Function : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => double.ExpM1(x);
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>log(1 + x).</summary>
    public static Vector512<float> Log1P(Vector512<float> x) => PerLane<float, Log1PFunction>(x);

    /// <summary>log(1 + x).</summary>
    public static Vector512<double> Log1P(Vector512<double> x) => PerLane<double, Log1PFunction>(x);

    /// <summary>log(1 + x).</summary>
    public static Vector256<float> Log1P(Vector256<float> x) => PerLane<float, Log1PFunction>(x);

    /// <summary>log(1 + x).</summary>
    public static Vector256<double> Log1P(Vector256<double> x) => PerLane<double, Log1PFunction>(x);

    private readonly struct Log1PFunction : IScalarFunction<float>, IScalarFunction<double>
    {
        public static double Invoke(double x) => double.LogP1(x);
        public static float Invoke(float x) => (float)Invoke((double)x);
    }

    /// <summary>x to the power of y.</summary>
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y)
    {
        for (int i = 0; i < Vector512<float>.Count; i++)
            x = x.WithElement(i, (float)Math.Pow(x[i], y[i]));
        return x;
    }

    /// <summary>The square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sqrt(Vector512<float> x) => Vector512.Sqrt(x);

    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Abs(Vector512<float> x) => Vector512.Abs(x);

    /// <summary>-1, 0 or 1; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sign(Vector512<float> x)
        => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<float>.Zero), Vector512<float>.One,
            Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), -Vector512<float>.One, x));

    /// <summary>x to the power of y.</summary>
    public static Vector512<double> Pow(Vector512<double> x, Vector512<double> y)
    {
        for (int i = 0; i < Vector512<double>.Count; i++)
            x = x.WithElement(i, (double)Math.Pow(x[i], y[i]));
        return x;
    }

    /// <summary>The square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sqrt(Vector512<double> x) => Vector512.Sqrt(x);

    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Abs(Vector512<double> x) => Vector512.Abs(x);

    /// <summary>-1, 0 or 1; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sign(Vector512<double> x)
        => Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<double>.Zero), Vector512<double>.One,
            Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<double>.Zero), -Vector512<double>.One, x));

    /// <summary>x to the power of y.</summary>
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y)
    {
        for (int i = 0; i < Vector256<float>.Count; i++)
            x = x.WithElement(i, (float)Math.Pow(x[i], y[i]));
        return x;
    }

    /// <summary>The square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sqrt(Vector256<float> x) => Vector256.Sqrt(x);

    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Abs(Vector256<float> x) => Vector256.Abs(x);

    /// <summary>-1, 0 or 1; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sign(Vector256<float> x)
        => Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<float>.Zero), Vector256<float>.One,
            Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), -Vector256<float>.One, x));

    /// <summary>x to the power of y.</summary>
    public static Vector256<double> Pow(Vector256<double> x, Vector256<double> y)
    {
        for (int i = 0; i < Vector256<double>.Count; i++)
            x = x.WithElement(i, (double)Math.Pow(x[i], y[i]));
        return x;
    }

    /// <summary>The square root.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sqrt(Vector256<double> x) => Vector256.Sqrt(x);

    /// <summary>The absolute value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Abs(Vector256<double> x) => Vector256.Abs(x);

    /// <summary>-1, 0 or 1; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sign(Vector256<double> x)
        => Vector256.ConditionalSelect(Vector256.GreaterThan(x, Vector256<double>.Zero), Vector256<double>.One,
            Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<double>.Zero), -Vector256<double>.One, x));

    /// <summary>The error function.</summary>
    public static float Erf(float x) => ErfFunction.Invoke(x);

    /// <summary>1 / (1 + e^-x).</summary>
    public static float Sigmoid(float x) => SigmoidFunction.Invoke(x);

    /// <summary>log(1 + e^x), stable.</summary>
    public static float Softplus(float x) => SoftplusFunction.Invoke(x);

    /// <summary>The error function.</summary>
    public static double Erf(double x) => ErfFunction.Invoke(x);

    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double x) => SigmoidFunction.Invoke(x);

    /// <summary>log(1 + e^x), stable.</summary>
    public static double Softplus(double x) => SoftplusFunction.Invoke(x);

    private static double ErfReference(double x)
    {
        double a = Math.Abs(x), sum = a, term = a;
        if (a > 6)
            return Math.Sign(x);
        for (int i = 1; i < 200; i++)
        {
            term *= -a * a / i;
            sum += term / (2 * i + 1);
        }
        return Math.CopySign(sum * 2 / Math.Sqrt(Math.PI), x);
    }
}
