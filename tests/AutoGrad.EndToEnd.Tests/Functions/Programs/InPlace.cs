using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>Operators that change in place what the method itself created and one variable alone holds.</summary>
public static partial class InPlace
{
    [Differentiable]
    public static double Chain([Shape("n", 3)] Tensor<double> x, [Shape(3)] Tensor<double> y, double k)
    {
        Tensor<double> h = x * x;
        h += y;
        h *= k;
        h -= x;
        h /= 2 + k;
        h++;
        h *= h;
        --h;
        return Sum(h * x);
    }

    [Differentiable]
    public static double InLoop([Shape("n", 3)] Tensor<double> x, [Shape(3)] Tensor<double> y)
    {
        Tensor<double> h = Zeros<double>(3);
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            h *= y;
            h += Tanh(Reshape(At(x, t), 3));
        }

        return Sum(h * h);
    }

    [Differentiable]
    public static double InBranchesOfLoops([Shape("n")] Tensor<double> x, double k, int steps)
    {
        Tensor<double> h = Sin(x), g = Cos(x);
        for (int i = 0; i < steps; i++)
        {
            if (i % 2 == 0)
                h += k * g;
            else
                g = g * h;
            for (int j = 0; j < i; j++)
                h -= 0.1 * x;
            (h, g) = (g, h);
        }

        return Sum(h) + Sum(g * g);
    }

    [Differentiable]
    public static double WhileSmall([Shape("n")] Tensor<double> x)
    {
        Tensor<double> h = x * 0.5 + 0.3;
        while (Sum(h * h) < 3)
            h += 0.2 + Sigmoid(h * x);
        return Sum(h);
    }

    [Differentiable]
    public static Tensor<double> OfItsOwn([Shape("n")] Tensor<double> x)
    {
        Tensor<double> h = Exp(x);
        if (Sum(x) > 0.2)
            return Helper(x * h) * x;
        h += h;
        return Helper(Exp(h)) + h;
    }

    private static Tensor<double> Helper(Tensor<double> fresh)
    {
        fresh *= 2.0;
        return fresh;
    }
}
