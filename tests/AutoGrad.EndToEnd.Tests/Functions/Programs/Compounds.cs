using System.Numerics;
using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>Compound assignment, increments, helpers of other classes, and deconstruction.</summary>
public static partial class Compounds
{
    [Differentiable]
    public static double OfNumbers(double x, double y)
    {
        double s = x;
        s += y;
        s *= s - 1;
        s -= x * y;
        s /= 2 + y;
        s %= 0.75;
        double t = s++;
        t += --s;
        return s * t;
    }

    [Differentiable]
    public static double OfInts(double x, int n)
    {
        int k = n;
        k += 3;
        k *= 2;
        k -= n;
        k /= 2;
        k %= 4;
        int before = k++;
        return x * k + before * Math.Sin(x * --k);
    }

    [Differentiable]
    public static double InLoops(double x, int n)
    {
        double s = 0, p = 1;
        for (int i = 0; i < n; i += 2)
        {
            s += p *= x;
            p /= 1.5 + i;
        }

        return s -= p;
    }

    [Differentiable]
    public static double OfOtherClasses([Shape("n")] Tensor<double> x, double k)
    {
        (double mean, double spread) = Helpers.Moments(x);
        var (low, (middle, high)) = (mean - spread, (mean, mean + k * spread));
        return low * middle + Helpers.Polynomial(high, k, 2.0) + Helpers.Clamp(k, 0.5, 1.5);
    }

    [Differentiable]
    public static double NotAtAll(double x, double y, int n)
    {
        double s = y;
        for (int i = 0; i < n - 100; i++)
            s *= x;
        for (int i = 5; i < n; i++)
            s += x * x;
        foreach (int i in Enumerable.Range(0, n / 7))
            s -= i * x;
        while (s > 1000)
            s /= x;
        return s;
    }

    private static class Helpers
    {
        public static (double Mean, double Spread) Moments(Tensor<double> x)
        {
            double mean = Mean(x);
            Tensor<double> off = x - mean;
            return (mean, Mean(off * off));
        }

        public static T Polynomial<T>(T x, params ReadOnlySpan<T> coefficients)
            where T : INumber<T>
        {
            T sum = T.Zero;
            foreach (T c in coefficients)
                sum = sum * x + c;
            return sum;
        }

        public static T Clamp<T>(T x, T low, T high)
            where T : INumber<T>
            => x < low ? low : x > high ? high : x * x;
    }
}
