using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Experiments;

/// <summary>Linear recurrences in double.</summary>
internal static partial class LinearRecurrence
{
    /// <summary>The sum of <c>h[T] g</c> for <c>h[t] = h[t-1] W + x[t]</c>, h[0] given.</summary>
    [Differentiable]
    public static double Run([Shape(1, 16)] Tensor<double> start, [Shape("time", 1, 16)] Tensor<double> x, [Shape(16, 16)] Tensor<double> w, [Shape(1, 16)] Tensor<double> g)
    {
        Tensor<double> h = start;
        for (int t = 0; t < x.Lengths[0]; t++)
            h = MatMul(h, w) + At(x, t);
        return Sum(h * g);
    }

    /// <summary>The same, whose gradient flows back through ten steps.</summary>
    [Differentiable, TruncatedBackprop(10)]
    public static double RunTruncated([Shape(1, 16)] Tensor<double> start, [Shape("time", 1, 16)] Tensor<double> x, [Shape(16, 16)] Tensor<double> w, [Shape(1, 16)] Tensor<double> g)
    {
        Tensor<double> h = start;
        for (int t = 0; t < x.Lengths[0]; t++)
            h = MatMul(h, w) + At(x, t);
        return Sum(h * g);
    }
}

/// <summary>
/// W = rho Q with Q orthogonal: the gradient of the first state is exactly rho^T times that of the last; truncated after k steps, exactly k
/// inputs have one.
/// </summary>
internal static class LinearExperiment
{
    private const int Units = 16, Time = 100;

    public static void Run()
    {
        Console.WriteLine("| rho | rho^100 | ratio of gradient norms | relative difference | steps with a gradient, truncated after 10 |\n| ---: | ---: | ---: | ---: | ---: |");
        foreach (double rho in (double[])[0.9, 1, 1.1])
        {
            var random = new Random(1);
            Tensor<double> start = Normal(random, 1, Units), x = Normal(random, Time, 1, Units), g = Normal(random, 1, Units), w = Orthogonal(random, rho);
            double ratio = Norm(LinearRecurrence.RunGradient(start, x, w, g).Start) / Norm(g), expected = Math.Pow(rho, Time);
            Tensor<double> truncated = LinearRecurrence.RunTruncatedGradient(start, x, w, g).X;
            int steps = Enumerable.Range(0, Time).Count(t => Norm(At(truncated, t)) > 0);
            Console.WriteLine($"| {rho} | {expected:G9} | {ratio:G9} | {Math.Abs(ratio / expected - 1):E1} | {steps} |");
        }
    }

    private static Tensor<double> Normal(Random random, params ReadOnlySpan<nint> lengths)
    {
        nint count = 1;
        foreach (nint length in lengths)
            count *= length;
        double[] values = [.. Enumerable.Range(0, (int)count).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
        return Tensor.Create(values, lengths, []);
    }

    // Gram and Schmidt, twice, on normal rows.
    private static Tensor<double> Orthogonal(Random random, double scale)
    {
        Tensor<double> q = Normal(random, Units, Units);
        for (int row = 0; row < Units; row++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < row; other++)
                {
                    double dot = Enumerable.Range(0, Units).Sum(c => q[row, c] * q[other, c]);
                    for (int c = 0; c < Units; c++)
                        q[row, c] -= dot * q[other, c];
                }
            }

            double norm = Math.Sqrt(Enumerable.Range(0, Units).Sum(c => q[row, c] * q[row, c]));
            for (int c = 0; c < Units; c++)
                q[row, c] /= norm;
        }

        return q * scale;
    }

    private static double Norm(Tensor<double> x) => Math.Sqrt(Sum(x * x));
}
