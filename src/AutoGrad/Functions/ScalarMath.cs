namespace AutoGrad;

/// <summary>Scalar functions that <see cref="Math"/> lacks, accurate to a few units in the last place of a double.</summary>
internal static class ScalarMath
{
    /// <summary>
    /// e^x - 1 without the cancellation near 0: the rounding error of u = e^x is cancelled by that of log u
    /// (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002, section 1.14.1; the idea is Kahan's).
    /// </summary>
    public static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        if (u == 1)
            return x;
        double difference = u - 1;
        return difference == -1 || double.IsPositiveInfinity(u) ? difference : difference * (x / Math.Log(u));
    }

    /// <summary>
    /// log(1 + x) without the cancellation near 0, by the same cancellation of errors (D. Goldberg, What every computer scientist
    /// should know about floating-point arithmetic, ACM Computing Surveys 23, 1991, theorem 4).
    /// </summary>
    public static double Log1P(double x)
    {
        double u = 1 + x;
        if (u == 1)
            return x;
        return double.IsPositiveInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>1 / (1 + e^-x), keeping the tiny values at very negative x.</summary>
    public static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return x < 0 ? e / (1 + e) : 1 / (1 + e);
    }

    /// <summary>log(1 + e^x), which never overflows: max(x, 0) + log(1 + e^-|x|).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));
}
