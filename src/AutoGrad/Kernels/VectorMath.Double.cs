using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>e^x.</summary>
    public static Vector512<double> Exp(Vector512<double> x) => Vector512.Exp(x);

    /// <summary>e^x.</summary>
    public static Vector256<double> Exp(Vector256<double> x) => Vector256.Exp(x);

    /// <summary>The natural logarithm.</summary>
    public static Vector512<double> Log(Vector512<double> x) => Vector512.Log(x);

    /// <summary>The natural logarithm.</summary>
    public static Vector256<double> Log(Vector256<double> x) => Vector256.Log(x);

    /// <summary>The sine.</summary>
    public static Vector512<double> Sin(Vector512<double> x) => Vector512.Sin(x);

    /// <summary>The sine.</summary>
    public static Vector256<double> Sin(Vector256<double> x) => Vector256.Sin(x);

    /// <summary>The cosine.</summary>
    public static Vector512<double> Cos(Vector512<double> x) => Vector512.Cos(x);

    /// <summary>The cosine.</summary>
    public static Vector256<double> Cos(Vector256<double> x) => Vector256.Cos(x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Vector512<double> Tanh(Vector512<double> x) => PerLane<double, TanhFunction>(x);

    /// <summary>The hyperbolic tangent.</summary>
    public static Vector256<double> Tanh(Vector256<double> x) => PerLane<double, TanhFunction>(x);

    private readonly struct TanhFunction : IScalarFunction<double>
    {
        public static double Invoke(double x) => Math.Tanh(x);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector512<double> Sigmoid(Vector512<double> x) => PerLane<double, SigmoidFunction>(x);

    /// <summary>1 / (1 + e^-x).</summary>
    public static Vector256<double> Sigmoid(Vector256<double> x) => PerLane<double, SigmoidFunction>(x);

    private readonly struct SigmoidFunction : IScalarFunction<double>
    {
        public static double Invoke(double x) => Sigmoid(x);
    }

    /// <summary>log(1 + e^x), without overflow.</summary>
    public static Vector512<double> Softplus(Vector512<double> x) => PerLane<double, SoftplusFunction>(x);

    /// <summary>log(1 + e^x), without overflow.</summary>
    public static Vector256<double> Softplus(Vector256<double> x) => PerLane<double, SoftplusFunction>(x);

    private readonly struct SoftplusFunction : IScalarFunction<double>
    {
        public static double Invoke(double x) => Softplus(x);
    }

    /// <summary>The error function.</summary>
    public static Vector512<double> Erf(Vector512<double> x) => PerLane<double, ErfFunction>(x);

    /// <summary>The error function.</summary>
    public static Vector256<double> Erf(Vector256<double> x) => PerLane<double, ErfFunction>(x);

    private readonly struct ErfFunction : IScalarFunction<double>
    {
        public static double Invoke(double x) => Erf(x);
    }

    /// <summary>e^x - 1, accurate near 0.</summary>
    public static Vector512<double> ExpM1(Vector512<double> x) => PerLane<double, ExpM1Function>(x);

    /// <summary>e^x - 1, accurate near 0.</summary>
    public static Vector256<double> ExpM1(Vector256<double> x) => PerLane<double, ExpM1Function>(x);

    private readonly struct ExpM1Function : IScalarFunction<double>
    {
        public static double Invoke(double x) => ExpM1(x);
    }

    /// <summary>log(1 + x), accurate near 0.</summary>
    public static Vector512<double> Log1P(Vector512<double> x) => PerLane<double, Log1PFunction>(x);

    /// <summary>log(1 + x), accurate near 0.</summary>
    public static Vector256<double> Log1P(Vector256<double> x) => PerLane<double, Log1PFunction>(x);

    private readonly struct Log1PFunction : IScalarFunction<double>
    {
        public static double Invoke(double x) => Log1P(x);
    }

    /// <summary>e^x - 1 by Kahan's correction: the rounding of e^x cancels against its logarithm.</summary>
    private static double ExpM1(double x)
    {
        double e = Math.Exp(x);
        if (e == 1 || double.IsPositiveInfinity(e))
            return e == 1 ? x : e;
        double difference = e - 1;
        return difference == -1 ? -1 : difference * x / Math.Log(e);
    }

    /// <summary>log(1 + x) by Kahan's correction: the rounding of 1 + x cancels against the difference.</summary>
    private static double Log1P(double x)
    {
        double sum = 1 + x;
        if (sum == 1 || double.IsPositiveInfinity(sum))
            return x;
        return sum == 0 ? double.NegativeInfinity : Math.Log(sum) * x / (sum - 1);
    }
}
