using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>Loops over tensors, by element, by row and as recurrences.</summary>
public static partial class Tensors
{
    [Differentiable]
    public static double ForEachTensor([Shape("n", 2)] Tensor<double> x)
    {
        double s = 0;
        foreach (double v in x)
            s += v * v * s + Math.Sin(v);
        return s;
    }

    [Differentiable]
    public static double Element([Shape("n")] Tensor<double> x, double y)
    {
        double s = y;
        for (int i = 0; i < x.Lengths[0]; i++)
            s = Math.Sin(s) * x[i] + y;
        return s;
    }

    [Differentiable]
    public static double ElementsOfTwoAxes([Shape("n", 3)] Tensor<double> x)
    {
        double s = 0;
        for (int i = 0; i < x.Lengths[0]; i++)
            for (int j = 0; j < x.Lengths[1]; j++)
                s += x[i, j] * x[i, 2 - j] * (i + 1);
        return s;
    }

    [Differentiable]
    public static double Neighbours([Shape("n")] Tensor<double> x)
    {
        double s = 0;
        for (int i = 1; i < x.Lengths[0]; i++)
            s += x[i] * x[i - 1];
        return s;
    }

    [Differentiable]
    public static double Guarded([Shape("n")] Tensor<double> x, double limit)
    {
        int i = 0;
        double s = 0;
        while (i < x.Lengths[0] && x[i] < limit - 0.5)
        {
            s += Math.Exp(x[i]);
            i++;
        }

        return s * limit;
    }

    [Differentiable]
    public static Tensor<double> Recurrence([Shape("n", 2)] Tensor<double> x, [Shape(2, 2)] Tensor<double> w, [Shape(2)] Tensor<double> start)
    {
        Tensor<double> h = start;
        for (int t = 0; t < x.Lengths[0]; t++)
            h = Tanh(Reshape(MatMul(Reshape(h, 1, 2), w), 2) + At(x, t));
        return h;
    }

    [Differentiable]
    public static double RecurrenceSum([Shape("n", 2)] Tensor<double> x, [Shape(2, 2)] Tensor<double> w)
    {
        Tensor<double> h = Zeros<double>(1, 2);
        double s = 0;
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            h = Tanh(MatMul(h, w) + At(x, t));
            if (t % 2 == 1)
                s += Sum(h);
            else
                s -= Sum(h * h);
        }

        return s + Sum(h);
    }

    [Differentiable]
    public static double Backwards([Shape("n", 2)] Tensor<double> x, [Shape(2)] Tensor<double> w)
    {
        Tensor<double> h = w;
        for (int t = (int)x.Lengths[0] - 1; t >= 0; t--)
            h = Sin(h * At(x, t)) + w;
        return Sum(h);
    }

    [Differentiable]
    public static double WhileTensor([Shape("n")] Tensor<double> x, double y)
    {
        Tensor<double> h = x;
        while (Sum(h * h) < 30) h = h * 1.3 + (x + y);
        return Sum(h * x);
    }

    [Differentiable]
    public static double Swapped([Shape("n", 2)] Tensor<double> x, [Shape("n", 2)] Tensor<double> y, int steps)
    {
        for (int i = 0; i < steps; i++)
            (x, y) = (y, x);
        return Sum(x * x * y);
    }

    [Differentiable]
    public static Tensor<double> Fibonacci([Shape("n")] Tensor<double> x, [Shape("n")] Tensor<double> y, int steps)
    {
        for (int i = 0; i < steps; i++)
            (x, y) = (y, x + 0.5 * y * x);
        return x;
    }

    [Differentiable]
    public static double Rotated([Shape("n", 2)] Tensor<double> x, [Shape("n", 2)] Tensor<double> y, double k)
    {
        Tensor<double> z = x * y;
        int i = 0;
        while (i < 5 && Sum(x * y) < 4)
        {
            Tensor<double> last = x;
            x = y;
            y = z;
            z = i > 2 ? k * last : last;
            i++;
        }

        return Sum(x * x) + Sum(y * y * y) - Sum(z);
    }

    [Differentiable]
    public static double Remembered([Shape("n", 2)] Tensor<double> x, int steps)
    {
        Tensor<double> before = Zeros<double>(x.Lengths[0] * 2), now = Reshape(x, x.Lengths[0] * 2);
        for (int i = 0; i < steps; i++)
        {
            for (int j = 0; j < i; j++)
                (before, now) = (now, before);
            before = now;
            now = Tanh(now) + 0.1 * i * before;
        }

        return Sum(before * now);
    }

    [Differentiable]
    public static double Kept([Shape("n", 2)] Tensor<double> x, int steps)
    {
        Tensor<double> h = x;
        for (int i = 0; i < steps; i++)
            h = Tanh(h + 0.1 * i * x) * Sigmoid(h);
        return Sum(h);
    }
}
