using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>Functions that call generated derivatives: gradients of gradients, products with Hessians and Jacobians.</summary>
public static partial class SecondOrder
{
    [Differentiable]
    public static double Cubic(double x, double y) => x * x * x * y + Math.Sin(x * y);

    [Differentiable]
    public static double Slope(double x, double y) => CubicGradient(x, y).X;

    [Differentiable]
    public static double SlopeOfSlope(double x, double y)
    {
        var (value, dx, _) = SlopeGradient(x, y);
        return value * dx;
    }

    [Differentiable]
    public static double TangentOfSlope(double x, double y)
    {
        (double Value, double Tangent) slope = SlopeJvp(x, y, y, 1 + x);
        return slope.Value + slope.Tangent;
    }

    [Differentiable]
    public static double Energy([Shape("n", "n")] Tensor<double> w, [Shape("n")] Tensor<double> x)
    {
        Tensor<double> h = Tanh(MatMul(Reshape(x, 1, x.Lengths[0]), w));
        return Sum(LogSoftmax(h) * h) + 0.5 * Sum(x * x * x);
    }

    [Differentiable]
    public static double HessianTimes([Shape("n", "n")] Tensor<double> w, [Shape("n")] Tensor<double> x, [NonDifferentiable, Shape("n")] Tensor<double> v)
        => Tensor.Dot<double>(EnergyGradient(w, x).X, v);

    [Differentiable]
    public static Tensor<double> GradientStep([Shape("n", "n")] Tensor<double> w, [Shape("n")] Tensor<double> x, double rate)
        => x - rate * EnergyGradient(w, x).X;

    [Differentiable]
    public static double UnrolledDescent([Shape("n", "n")] Tensor<double> w, [Shape("n")] Tensor<double> x, double rate, int steps)
    {
        for (int i = 0; i < steps; i++)
            x = x - rate * EnergyGradient(w, x).X;
        return Energy(w, x);
    }

    [Differentiable]
    public static Tensor<double> Layer([Shape("n")] Tensor<double> x, double k) => Sigmoid(k * x) * Sum(x * x);

    [Differentiable]
    public static double PulledBack([Shape("n")] Tensor<double> x, double k)
    {
        var pulled = LayerVjp(x, k, x * x);
        return Sum(pulled.X * pulled.Value) + pulled.K;
    }

    [Differentiable]
    public static Tensor<double> PushedForward([Shape("n")] Tensor<double> x, double k)
        => LayerJvp(x, 2.0, Layer(x, k), 0.5 * k).Tangent;

    [Differentiable]
    public static double Recurrence([Shape("m")] Tensor<double> x, double h, int n)
    {
        for (int i = 0; i < x.Lengths[0]; i++)
        {
            h = Math.Tanh(h * x[i] + 0.3);
            for (int j = 0; j < n; j++)
                h = h * h + 0.1 * x[i];
        }

        return h;
    }

    [Differentiable]
    public static double SlopeOfRecurrence([Shape("n")] Tensor<double> x, double h)
        => Sum(RecurrenceGradient(x, h, 2).X * x) + RecurrenceGradient(x, h * h, 0).H;

    [Differentiable]
    public static double Root(double x)
    {
        double guess = x;
        while (Math.Abs(guess * guess - x) > 1e-13)
            guess = 0.5 * (guess + x / guess);
        return guess;
    }

    [Differentiable]
    public static double SlopeOfRoot(double x) => RootGradient(2 * x).X * x;

    [Differentiable]
    public static double Growth([Shape("n")] Tensor<double> x)
    {
        while (Sum(x * x) < 4)
            x = x + 0.3 * Tanh(x * x) + 0.2;
        return Sum(x * x * x);
    }

    [Differentiable]
    public static double SlopeOfGrowth([Shape("n")] Tensor<double> x) => Sum(GrowthGradient(x).X * Sin(x));

    [Differentiable]
    public static double NestedGrowth([Shape("m")] Tensor<double> x, int n)
    {
        double s = 0;
        for (int i = 0; i < n; i++)
        {
            double y = Sum(x) + i;
            while (y < 5)
                y = y + 0.3 * y * y + 0.5;
            s += Math.Log(y);
        }

        return s;
    }

    [Differentiable]
    public static double SlopeOfNestedGrowth([Shape("m")] Tensor<double> x) => Sum(NestedGrowthGradient(x, 3).X * x * x);

    [Differentiable]
    public static double Branched(double x, double y) => x > y ? Math.Exp(x * y) : x * x * y * y;

    [Differentiable]
    public static double SlopeOfBranched(double x, double y)
    {
        if (y > 1)
            return BranchedGradient(x, y).Y;
        var g = BranchedGradient(x * x, y);
        return g.X * g.Y;
    }

    [Differentiable]
    public static double Own(double x) => Softplus2(x) * x;

    [Differentiable]
    public static double SlopeOfOwn(double x) => OwnGradient(x * x).X + CustomDerivatives.CustomOfNumbersGradient(x, 0.5, 3).X;

    [Differentiable]
    public static double SlopeOfOther(double x, double y) => Branches.IfElseGradient(x, y).Y * x;

    public static double Softplus2(double z) => Math.Log(1 + Math.Exp(z));

    [DerivativeOf(nameof(Softplus2))]
    private static double Softplus2Derivative(double z, double cotangent) => cotangent / (1 + Math.Exp(-z));
}
