namespace AutoGrad.Compiler.Emit;

/// <summary>Names for values that the user gave none.</summary>
internal static class OpNames
{
    private static readonly Dictionary<string, string> s_nouns = new(StringComparer.Ordinal)
    {
        ["add"] = "sum", ["subtract"] = "difference", ["multiply"] = "scaled", ["divide"] = "quotient", ["negate"] = "negative", ["exp"] = "exponential",
        ["select"] = "chosen", ["relu"] = "activation", ["tanh"] = "activation", ["sigmoid"] = "activation", ["matmul"] = "product", ["reduce_sum"] = "total",
        ["reduce_max"] = "largest", ["reduce_min"] = "smallest", ["sum_of_squares"] = "squares", ["transpose"] = "transposed", ["broadcast"] = "repeated",
        ["slice"] = "slice", ["pad"] = "padded", ["concat"] = "joined", ["softmax"] = "probabilities", ["log_softmax"] = "logProbabilities",
        ["softmax_cross_entropy"] = "crossEntropy", ["log_sum_exp"] = "logSum", ["greater"] = "isGreater", ["less"] = "isLess", ["equal"] = "isEqual",
        ["conv2d"] = "convolved", ["conv2d_input"] = "image", ["conv2d_kernel"] = "kernel", ["max_pool2d"] = "largest", ["avg_pool2d"] = "averages", ["avg_pool2d_input"] = "shares",
        ["gather_places"] = "chosen", ["scatter_places"] = "placed",
    };

    /// <summary>A noun for the result of an operation.</summary>
    public static string Noun(string op) => s_nouns.TryGetValue(op, out string? noun) ? noun : op.Replace("_", "");
}
