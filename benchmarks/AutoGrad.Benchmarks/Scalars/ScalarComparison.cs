using System.Runtime.CompilerServices;

namespace AutoGrad.Benchmarks;

/// <summary>A function and its gradient, each called with inputs that vary, and never inlined; the gradient may take so many times as long.</summary>
internal sealed record ScalarComparison(string Name, double Bar, Func<int, double> Function, Func<int, double> Gradient)
{
    private const int Steps = 100;

    public static IReadOnlyList<ScalarComparison> All { get; } =
    [
        new("Rosenbrock", 3, Rosenbrock, RosenbrockGradient),
        new($"Recurrence of {Steps} steps", 4, Recurrence, RecurrenceGradient),
        new("NewtonSqrt, which ends early", 4, NewtonSqrt, NewtonSqrtGradient),
    ];

    // Of so many calls: a call of a delegate each would be as dear as the function.
    private static double Rosenbrock(int count)
    {
        double x = -1.2, sum = 0;
        for (int i = 0; i < count; i++, x += 1e-6)
            sum += Call(x, 1.0);
        return sum;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static double Call(double x, double y) => ScalarFunctions.Rosenbrock(x, y);
    }

    private static double RosenbrockGradient(int count)
    {
        double x = -1.2, sum = 0;
        for (int i = 0; i < count; i++, x += 1e-6)
        {
            (double value, double dx, double dy) = Call(x, 1.0);
            sum += value + dx + dy;
        }

        return sum;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (double, double, double) Call(double x, double y) => ScalarFunctions.RosenbrockGradient(x, y);
    }

    private static double Recurrence(int count)
    {
        double a = 1.1, sum = 0;
        for (int i = 0; i < count; i++, a += 1e-6)
            sum += Call(a, 0.3, Steps);
        return sum;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static double Call(double a, double b, int steps) => ScalarFunctions.Recurrence(a, b, steps);
    }

    private static double RecurrenceGradient(int count)
    {
        double a = 1.1, sum = 0;
        for (int i = 0; i < count; i++, a += 1e-6)
        {
            (double value, double da, double db) = Call(a, 0.3, Steps);
            sum += value + da + db;
        }

        return sum;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (double, double, double) Call(double a, double b, int steps) => ScalarFunctions.RecurrenceGradient(a, b, steps);
    }

    private static double NewtonSqrt(int count)
    {
        double x = 2, sum = 0;
        for (int i = 0; i < count; i++, x += 1e-6)
            sum += Call(x, 20);
        return sum;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static double Call(double x, int iterations) => ScalarFunctions.NewtonSqrt(x, iterations);
    }

    private static double NewtonSqrtGradient(int count)
    {
        double x = 2, sum = 0;
        for (int i = 0; i < count; i++, x += 1e-6)
        {
            (double value, double dx) = Call(x, 20);
            sum += value + dx;
        }

        return sum;

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (double, double) Call(double x, int iterations) => ScalarFunctions.NewtonSqrtGradient(x, iterations);
    }
}
