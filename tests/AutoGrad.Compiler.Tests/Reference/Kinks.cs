namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>How far a computation is from where a function has no derivative: differences across a kink say nothing.</summary>
internal static class Kinks
{
    /// <summary>The smallest distance over all elements of all nodes that are computed.</summary>
    public static double Distance(Graph graph, Bindings bindings)
    {
        double smallest = double.PositiveInfinity;
        new Interpreter(bindings) { Watch = (node, operands) => smallest = Gaps(node, operands).Aggregate(smallest, Math.Min) }.Run(graph);
        return smallest;
    }

    private static IEnumerable<double> Gaps(Node node, NdArray[] x) => node.Op switch
    {
        "abs" or "relu" or "sign" => x[0].Items.Select(Math.Abs),
        "maximum" or "minimum" => x[0].Items.Zip(x[1].Items, (a, b) => Math.Abs(a - b)),
        // Whole numbers are indices and counts, which do not vary.
        "greater" or "greater_equal" or "less" or "less_equal" or "equal" or "not_equal"
            => x[0].Items.Zip(x[1].Items, (a, b) => double.IsInteger(a) && double.IsInteger(b) ? double.PositiveInfinity : Math.Abs(a - b)),
        "floor" or "ceiling" or "truncate" => x[0].Items.Select(item => Math.Abs(item - Math.Round(item))),
        "round" => x[0].Items.Select(item => Math.Abs(item - Math.Floor(item) - 0.5)),
        "remainder" => x[0].Items.Zip(x[1].Items, (a, b) => Math.Abs((a / b) - Math.Round(a / b))),
        "reduce_max" => StructuralReference.Reduce(x[0], [.. node.Integers("axes")], Gap).Items,
        "reduce_min" => StructuralReference.Reduce(x[0].Map(item => -item), [.. node.Integers("axes")], Gap).Items,
        _ => [],
    };

    // From the largest to the second largest.
    private static double Gap(IReadOnlyList<double> items)
    {
        double[] sorted = [.. items.OrderDescending()];
        return sorted.Length < 2 ? double.PositiveInfinity : sorted[0] - sorted[1];
    }
}
