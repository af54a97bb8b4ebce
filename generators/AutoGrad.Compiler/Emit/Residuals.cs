namespace AutoGrad.Compiler.Emit;

/// <summary>Names of the results of an operation beside its first.</summary>
internal static class Residuals
{
    private static readonly Dictionary<string, string[]> s_names = new(StringComparer.Ordinal)
    {
        ["attention"] = ["logSums"],
        ["layer_norm"] = ["mean", "inverseDeviation"],
        ["rms_norm"] = ["inverseRms"],
        ["layer_norm_gradient"] = ["dScale", "dOffset"],
        ["rms_norm_gradient"] = ["dScale"],
    };

    /// <summary>The name of a result, or null for the first, and for those of other operations.</summary>
    public static string? NameOf(string op, int result) => result > 0 && s_names.TryGetValue(op, out string[]? names) ? names[result - 1] : null;
}
