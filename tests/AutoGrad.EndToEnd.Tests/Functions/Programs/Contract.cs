using System.Numerics.Tensors;

namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>The functions of the documentation, unchanged.</summary>
public static partial class Functions
{
    [Differentiable]
    public static double Rosenbrock(double x, double y)
    {
        double a = 1 - x;
        double b = y - x * x;
        return a * a + 100 * b * b;
    }

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

    [Differentiable]
    public static double LogisticLoss([NonDifferentiable, Shape("n")] Tensor<double> x, [Shape("n")] Tensor<double> w, [NonDifferentiable] double label)
        => SoftplusStable(-label * Tensor.Dot<double>(x, w));

    // A derivative of one's own, used wherever SoftplusStable is called.
    public static double SoftplusStable(double z) => z > 30 ? z : Math.Log(1 + Math.Exp(z));

    [DerivativeOf(nameof(SoftplusStable))]
    private static double SoftplusStableDerivative(double z, double cotangent) => cotangent / (1 + Math.Exp(-z));
}
