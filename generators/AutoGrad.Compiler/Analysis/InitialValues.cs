using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Analysis;

/// <summary>Mean and variance of a parameter's first values: the formulae of <c>Init</c>.</summary>
internal static class InitialValues
{
    /// <summary>The moments, or null where the initialiser or a length that it needs is not known.</summary>
    public static (double Mean, double Variance)? Of(ParameterDeclaration parameter)
    {
        double s = parameter.Scale;
        // A length that the model's constructor sets is not a number here, and neither is what it is used for.
        double[] lengths = [.. parameter.Lengths.Select(l => l.Constant is { } length ? length : double.NaN)];
        (double fanIn, double fanOut) = Fans(lengths);
        double? variance = Resolve(parameter) switch
        {
            "Zeros" or "Ones" or "Constant" => 0,
            "Normal" => s * s,
            "Uniform" => s * s / 3,
            "GlorotUniform" or "GlorotNormal" => s * s * 2 / (fanIn + fanOut),
            "HeUniform" or "HeNormal" => s * s * 2 / fanIn,
            "LeCunNormal" => s * s / fanIn,
            "Orthogonal" => s * s / Math.Max(lengths[0], lengths.Skip(1).Aggregate(1.0, (a, b) => a * b)),
            _ => null,
        };
        return variance is { } v && !double.IsNaN(v) ? (Resolve(parameter) is "Ones" or "Constant" ? s : 0, v) : null;
    }

    /// <summary>The least and the largest value, or null where there are none: normal numbers have no bounds.</summary>
    public static (double Low, double High)? BoundsOf(ParameterDeclaration parameter)
        => Of(parameter) is not var (mean, variance) ? null
            : variance == 0 ? (mean, mean)
            // The bound of a uniform variable of that variance.
            : Resolve(parameter) is "Uniform" or "GlorotUniform" or "HeUniform" ? (-Math.Sqrt(3 * variance), Math.Sqrt(3 * variance))
            : null;

    private static string Resolve(ParameterDeclaration parameter)
        => parameter.Init != "Default" ? parameter.Init : parameter.Lengths.Count == 1 ? "Zeros" : "GlorotUniform";

    // [in, out] at rank 2, [out, in, k...] above; at rank 1 both are the length.
    private static (double In, double Out) Fans(double[] lengths)
    {
        double field = lengths.Skip(2).Aggregate(1.0, (a, b) => a * b);
        return lengths.Length switch
        {
            1 => (lengths[0], lengths[0]),
            2 => (lengths[0], lengths[1]),
            _ => (lengths[1] * field, lengths[0] * field),
        };
    }
}
