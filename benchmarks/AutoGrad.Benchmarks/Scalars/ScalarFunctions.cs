namespace AutoGrad.Benchmarks;

/// <summary>Functions of numbers whose gradients are timed against themselves.</summary>
internal static partial class ScalarFunctions
{
    [Differentiable]
    public static double Rosenbrock(double x, double y)
    {
        double a = 1 - x;
        double b = y - x * x;
        return a * a + 100 * b * b;
    }

    [Differentiable]
    public static double Recurrence(double a, double b, int steps)
    {
        double x = 0.5;
        for (int i = 0; i < steps; i++)
            x = Math.Sin(a * x) + b;
        return x;
    }

    /// <summary>The number of whose iterations is known when it ends.</summary>
    [Differentiable]
    public static double NewtonSqrt(double x, int iterations)
    {
        double guess = x > 1 ? x / 2 : x;
        for (int i = 0; i < iterations; i++)
        {
            double next = 0.5 * (guess + x / guess);
            if (Math.Abs(next - guess) < 1e-14)
                break;
            guess = next;
        }

        return guess;
    }
}
