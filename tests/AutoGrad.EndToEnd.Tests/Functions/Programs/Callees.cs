using System.Numerics;

namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>Local functions, lambdas and generic helpers, written out in place.</summary>
public static partial class Callees
{
    [Differentiable]
    public static double Local(double x, double y)
    {
        double s = 0;
        void Add(double v)
        {
            s += v * y;
        }

        Add(x);
        Add(x * x);
        double Twice(double v) => v + v * s;
        return Twice(y);
    }

    [Differentiable]
    public static double Lambda(double x)
    {
        Func<double, double> f = v => v * v + x;
        double Apply(Func<double, double> g, double v) => g(g(v));
        return Apply(f, x) + Apply(v => v * 3, x);
    }

    [Differentiable]
    public static double LocalInLoop(double x, int n)
    {
        double s = 0;
        void Add(double v)
        {
            s += v;
        }

        for (int i = 0; i < n; i++)
        {
            Add(Math.Sin(x * i));
        }

        return s;
    }

    [Differentiable]
    public static double Generic(double x, double y)
        => Horner(x, y, 3) + Cube(y);

    static T Horner<T>(T x, T c, int n) where T : INumber<T>
    {
        T s = c;
        for (int i = 0; i < n; i++)
            s = s * x + T.One;
        return s;
    }

    static T Cube<T>(T x) where T : INumber<T>
        => x * x * x;
}
