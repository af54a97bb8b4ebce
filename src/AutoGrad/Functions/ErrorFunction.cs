namespace AutoGrad;

/// <summary>
/// erf and erfc by the rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function",
/// Mathematics of Computation 23 (1969), pages 631 to 637: one for erf near 0, two for e^(x^2) erfc x beyond. The relative
/// error is below 1e-15 for erf everywhere, and for erfc as long as it is a normal number.
/// </summary>
internal static class ErrorFunction
{
    // |x| <= 0.46875: erf x = x R(x^2); coefficients from the highest power down, the denominator's leading one first.
    private static ReadOnlySpan<double> NearTop =>
        [1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];

    private static ReadOnlySpan<double> NearBottom =>
        [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];

    // 0.46875 < x <= 4: erfc x = e^(-x^2) R(x).
    private static ReadOnlySpan<double> MiddleTop =>
    [
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1, 2.98635138197400131e2,
        8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3,
    ];

    private static ReadOnlySpan<double> MiddleBottom =>
    [
        1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
        3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
    ];

    // x > 4: erfc x = e^(-x^2) / x * (1 / sqrt(pi) - R(1 / x^2) / x^2).
    private static ReadOnlySpan<double> FarTop =>
    [
        1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
        1.60837851487422766e-2, 6.58749161529837803e-4,
    ];

    private static ReadOnlySpan<double> FarBottom =>
    [
        1, 2.56852019228982242e0, 1.87295284992346725e0, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3,
    ];

    /// <summary>2 / sqrt(pi) times the integral of e^(-t^2) from 0 to x.</summary>
    public static double Erf(double x)
    {
        double distance = Math.Abs(x);
        if (!(distance > 0.46875))
            return Near(x);
        double erf = 0.5 - Tail(distance) + 0.5;
        return x < 0 ? -erf : erf;
    }

    /// <summary>1 - erf x, without the cancellation at large x.</summary>
    public static double Erfc(double x)
    {
        double distance = Math.Abs(x);
        if (!(distance > 0.46875))
            return 1 - Near(x);
        double tail = Tail(distance);
        return x < 0 ? 2 - tail : tail;
    }

    private static double Near(double x)
    {
        double square = x * x;
        return x * Ratio(NearTop, NearBottom, square);
    }

    private static double Tail(double x)
    {
        // Beyond 27.3 erfc is below the smallest subnormal, and at infinity the products below would be NaN.
        if (x > 28)
            return 0;
        if (x <= 4)
            return ExpOfMinusSquare(x) * Ratio(MiddleTop, MiddleBottom, x);
        double inverse = 1 / (x * x);
        return ExpOfMinusSquare(x) * ((1 / Math.Sqrt(Math.PI) - inverse * Ratio(FarTop, FarBottom, inverse)) / x);
    }

    /// <summary>e^(-x^2): the rounding of x^2 would grow by x^2 in the exponential, so x is split and its head squared exactly.</summary>
    private static double ExpOfMinusSquare(double x)
    {
        double head = Math.Truncate(x * 16) / 16;
        return Math.Exp(-head * head) * Math.Exp(-(x - head) * (x + head));
    }

    private static double Ratio(ReadOnlySpan<double> top, ReadOnlySpan<double> bottom, double x)
    {
        double numerator = 0;
        double denominator = 0;
        for (int i = 0; i < top.Length; i++)
        {
            numerator = numerator * x + top[i];
            denominator = denominator * x + bottom[i];
        }

        return numerator / denominator;
    }
}
