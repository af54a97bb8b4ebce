namespace AutoGrad.Tests.Kernels;

/// <summary>Functions that Math lacks, by other means than the library's, to well below a float's precision.</summary>
internal static class Reference
{
    internal static double ExpM1(double x)
        => x == 0 ? x : Math.Abs(x) < 0.5 ? 2 * Math.Sinh(x / 2) * Math.Exp(x / 2) : Math.Exp(x) - 1;

    internal static double Log1P(double x)
        => x == 0 || double.IsPositiveInfinity(x) ? x : Math.Abs(x) < 0.5 ? 2 * Math.Atanh(x / (2 + x)) : Math.Log(1 + x);

    internal static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    internal static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));

    /// <summary>2 x / sqrt(pi) e^-x^2 (1 + 2 x^2 / 3 + (2 x^2)^2 / (3 5) + ...), all of one sign.</summary>
    internal static double Erf(double x)
    {
        if (double.IsNaN(x) || x == 0)
            return x;
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        double sum = 0, term = 1;
        for (int i = 1; term > 1e-18 * sum; i++)
        {
            sum += term;
            term *= 2 * x * x / (2 * i + 1);
        }
        return 2 * x / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
