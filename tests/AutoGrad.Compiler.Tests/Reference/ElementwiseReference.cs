namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>Element-wise operations on numbers, by their definitions.</summary>
internal static class ElementwiseReference
{
    private static readonly Dictionary<string, Func<double[], double>> s_functions = new()
    {
        ["negate"] = x => -x[0],
        ["add"] = x => x[0] + x[1],
        ["subtract"] = x => x[0] - x[1],
        ["multiply"] = x => x[0] * x[1],
        ["divide"] = x => x[0] / x[1],
        ["exp"] = x => Math.Exp(x[0]),
        ["expm1"] = x => ExpM1(x[0]),
        ["log"] = x => Math.Log(x[0]),
        ["log1p"] = x => LogP1(x[0]),
        ["sqrt"] = x => Math.Sqrt(x[0]),
        ["pow"] = x => Math.Pow(x[0], x[1]),
        ["tan"] = x => Math.Tan(x[0]),
        ["asin"] = x => Math.Asin(x[0]),
        ["acos"] = x => Math.Acos(x[0]),
        ["atan"] = x => Math.Atan(x[0]),
        ["atan2"] = x => Math.Atan2(x[0], x[1]),
        ["sinh"] = x => Math.Sinh(x[0]),
        ["cosh"] = x => Math.Cosh(x[0]),
        ["asinh"] = x => Math.Asinh(x[0]),
        ["acosh"] = x => Math.Acosh(x[0]),
        ["atanh"] = x => Math.Atanh(x[0]),
        ["cbrt"] = x => Math.Cbrt(x[0]),
        ["log2"] = x => Math.Log2(x[0]),
        ["log10"] = x => Math.Log10(x[0]),
        ["exp2"] = x => double.Exp2(x[0]),
        ["floor"] = x => Math.Floor(x[0]),
        ["ceiling"] = x => Math.Ceiling(x[0]),
        ["truncate"] = x => Math.Truncate(x[0]),
        ["round"] = x => Math.Round(x[0]),
        ["remainder"] = x => x[0] % x[1],
        ["tanh"] = x => Math.Tanh(x[0]),
        ["sigmoid"] = x => 1 / (1 + Math.Exp(-x[0])),
        ["softplus"] = x => Math.Max(x[0], 0) + LogP1(Math.Exp(-Math.Abs(x[0]))),
        ["erf"] = x => Erf(x[0]),
        ["sin"] = x => Math.Sin(x[0]),
        ["cos"] = x => Math.Cos(x[0]),
        ["abs"] = x => Math.Abs(x[0]),
        ["sign"] = x => x[0] > 0 ? 1 : x[0] < 0 ? -1 : x[0],
        ["relu"] = x => x[0] < 0 ? 0 : x[0],
        ["maximum"] = x => Math.Max(x[0], x[1]),
        ["minimum"] = x => Math.Min(x[0], x[1]),
        ["select"] = x => x[0] != 0 ? x[1] : x[2],
        ["stop_gradient"] = x => x[0],
        ["greater"] = x => Truth(x[0] > x[1]),
        ["greater_equal"] = x => Truth(x[0] >= x[1]),
        ["less"] = x => Truth(x[0] < x[1]),
        ["less_equal"] = x => Truth(x[0] <= x[1]),
        ["equal"] = x => Truth(x[0] == x[1]),
        ["not_equal"] = x => Truth(x[0] != x[1]),
        ["and"] = x => Truth(x[0] != 0 && x[1] != 0),
        ["or"] = x => Truth(x[0] != 0 || x[1] != 0),
        ["not"] = x => Truth(x[0] == 0),
    };

    public static bool Knows(string op) => s_functions.ContainsKey(op);

    public static NdArray Compute(string op, NdArray[] operands)
    {
        Func<double[], double> function = s_functions[op];
        var arguments = new double[operands.Length];
        var items = new double[operands[^1].Count];
        for (int i = 0; i < items.Length; i++)
        {
            for (int o = 0; o < operands.Length; o++)
                arguments[o] = operands[o].Items[i];
            items[i] = function(arguments);
        }

        return new(operands[^1].Lengths, items);
    }

    /// <summary>2/sqrt(pi) e^(-x²) (x + 2x³/3 + 4x⁵/15 + ...): all terms have one sign, so that nothing cancels.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        double term = x, sum = 0;
        for (int n = 0; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
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
