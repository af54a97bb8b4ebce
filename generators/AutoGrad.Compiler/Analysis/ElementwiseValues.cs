namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// The values of element-wise operations on numbers, one a row of <see cref="Ops.ElementwiseOps"/>; truth values are 0 and 1. Operands that an
/// operation does not have are ignored.
/// </summary>
internal static class ElementwiseValues
{
    private static readonly Dictionary<string, Func<double, double, double, double>> s_all = new(StringComparer.Ordinal)
    {
        ["negate"] = (x, _, _) => -x,
        ["add"] = (x, y, _) => x + y,
        ["subtract"] = (x, y, _) => x - y,
        ["multiply"] = (x, y, _) => x * y,
        ["divide"] = (x, y, _) => x / y,
        ["remainder"] = (x, y, _) => x % y,

        ["exp"] = (x, _, _) => Math.Exp(x),
        ["expm1"] = (x, _, _) => ExpM1(x),
        ["log"] = (x, _, _) => Math.Log(x),
        ["log1p"] = (x, _, _) => LogP1(x),
        ["sqrt"] = (x, _, _) => Math.Sqrt(x),
        ["pow"] = (x, y, _) => Math.Pow(x, y),

        ["tanh"] = (x, _, _) => Math.Tanh(x),
        ["sigmoid"] = (x, _, _) => 1 / (1 + Math.Exp(-x)),
        ["softplus"] = (x, _, _) => Math.Max(x, 0) + LogP1(Math.Exp(-Math.Abs(x))),
        ["erf"] = (x, _, _) => Erf(x),
        ["sin"] = (x, _, _) => Math.Sin(x),
        ["cos"] = (x, _, _) => Math.Cos(x),

        ["tan"] = (x, _, _) => Math.Tan(x),
        ["asin"] = (x, _, _) => Math.Asin(x),
        ["acos"] = (x, _, _) => Math.Acos(x),
        ["atan"] = (x, _, _) => Math.Atan(x),
        ["atan2"] = (x, y, _) => Math.Atan2(x, y),
        ["sinh"] = (x, _, _) => Math.Sinh(x),
        ["cosh"] = (x, _, _) => Math.Cosh(x),
        ["asinh"] = (x, _, _) => Math.Sign(x) * Math.Log(Math.Abs(x) + Math.Sqrt((x * x) + 1)),
        ["acosh"] = (x, _, _) => Math.Log(x + Math.Sqrt((x * x) - 1)),
        ["atanh"] = (x, _, _) => 0.5 * (LogP1(x) - LogP1(-x)),
        ["cbrt"] = (x, _, _) => Math.Sign(x) * Math.Pow(Math.Abs(x), 1.0 / 3),
        ["log2"] = (x, _, _) => Math.Log(x) / Math.Log(2),
        ["log10"] = (x, _, _) => Math.Log10(x),
        ["exp2"] = (x, _, _) => Math.Pow(2, x),

        ["floor"] = (x, _, _) => Math.Floor(x),
        ["ceiling"] = (x, _, _) => Math.Ceiling(x),
        ["truncate"] = (x, _, _) => Math.Truncate(x),
        ["round"] = (x, _, _) => Math.Round(x),

        ["abs"] = (x, _, _) => Math.Abs(x),
        ["sign"] = (x, _, _) => x > 0 ? 1 : x < 0 ? -1 : x,
        ["relu"] = (x, _, _) => x < 0 ? 0 : x,
        ["maximum"] = (x, y, _) => Math.Max(x, y),
        ["minimum"] = (x, y, _) => Math.Min(x, y),
        ["select"] = (c, x, y) => c != 0 ? x : y,
        ["stop_gradient"] = (x, _, _) => x,

        ["greater"] = (x, y, _) => Truth(x > y),
        ["greater_equal"] = (x, y, _) => Truth(x >= y),
        ["less"] = (x, y, _) => Truth(x < y),
        ["less_equal"] = (x, y, _) => Truth(x <= y),
        ["equal"] = (x, y, _) => Truth(x == y),
        ["not_equal"] = (x, y, _) => Truth(x != y),
        ["and"] = (x, y, _) => Truth(x != 0 && y != 0),
        ["or"] = (x, y, _) => Truth(x != 0 || y != 0),
        ["not"] = (x, _, _) => Truth(x == 0),
    };

    /// <summary>The function of an operation, or null where there is none.</summary>
    public static Func<double, double, double, double>? Find(string op) => s_all.TryGetValue(op, out var function) ? function : null;

    /// <summary>2/sqrt(pi) e^(-x²) (x + 2x³/3 + 4x⁵/15 + ...): all terms have one sign, so that nothing cancels.</summary>
    private static double Erf(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 5)
            return double.IsNaN(x) ? x : Math.Sign(x);
        double term = x, sum = 0;
        for (int n = 0; Math.Abs(term) > 1e-14 * Math.Abs(sum); n++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * n) + 3);
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // Kahan's: the rounding errors of u and log(u) cancel.
    private static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 || x == 0 ? x : u - 1 == -1 ? -1 : double.IsInfinity(u) ? u : (u - 1) * x / Math.Log(u);
    }

    private static double LogP1(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    private static double Truth(bool value) => value ? 1 : 0;
}
