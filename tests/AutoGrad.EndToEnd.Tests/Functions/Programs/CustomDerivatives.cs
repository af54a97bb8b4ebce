using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>Functions with a derivative of the user's own, inside and outside of loops.</summary>
public static partial class CustomDerivatives
{
    [Differentiable]
    public static double CustomOfNumbers(double x, double y, int n)
    {
        double s = 0;
        for (int i = 0; i < n; i++)
            s += Softplus2(x * s + y);
        return s + Softplus2(x);
    }

    [Differentiable]
    public static double CustomOfTensors([Shape("n")] Tensor<double> a, double k)
        => Sum(Scale(a, k) * a) + Sum(Scale(a * a, 2.0));

    public static double Softplus2(double z)
        => z > 30 ? z : Math.Log(1 + Math.Exp(z));

    [DerivativeOf(nameof(Softplus2))]
    private static double Softplus2Derivative(double z, double cotangent)
        => cotangent / (1 + Math.Exp(-z));

    static Tensor<double> Scale(Tensor<double> a, double k)
        => a * (k * k);

    [DerivativeOf(nameof(Scale))]
    private static (Tensor<double>, double) ScaleDerivative(Tensor<double> a, double k, Tensor<double> c)
        => (c * (k * k), 2 * k * Sum(a * c));
}
