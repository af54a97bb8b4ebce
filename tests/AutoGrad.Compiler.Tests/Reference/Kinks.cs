namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>
/// How far a computation is from where a function has no derivative: differences across a kink say nothing. Right on a kink there is only
/// what stays there, such as the zeros that a relu leaves or one value beside its copy: random numbers do not meet. A stopped copy does not
/// move along.
/// </summary>
internal static class Kinks
{
    /// <summary>The smallest distance over all elements of all nodes that are computed.</summary>
    public static double Distance(Graph graph, Bindings bindings)
    {
        double smallest = double.PositiveInfinity;
        bool mayTie = !graph.Find("stop_gradient").Any();
        new Interpreter(bindings) { Watch = (node, operands) => smallest = Gaps(node, operands)
            .Where(gap => gap != 0 || !(mayTie || node.Operands.Count == 1)).Aggregate(smallest, Math.Min) }.Run(graph);
        return smallest;
    }

    private static IEnumerable<double> Gaps(Node node, NdArray[] x) => node.Op switch
    {
        "abs" or "relu" or "sign" => x[0].Items.Select(Math.Abs),
        "maximum" or "minimum" or "greater" or "greater_equal" or "less" or "less_equal" or "equal" or "not_equal"
            => x[0].Items.Zip(x[1].Items, (a, b) => Math.Abs(a - b)),
        "floor" or "ceiling" or "truncate" => x[0].Items.Select(item => Math.Abs(item - Math.Round(item))),
        "round" => x[0].Items.Select(item => Math.Abs(item - Math.Floor(item) - 0.5)),
        "remainder" => x[0].Items.Zip(x[1].Items, (a, b) => Math.Abs((a / b) - Math.Round(a / b))),
        "max_pool2d" => Windows(node, x[0]).Select(w => Gap([.. w.Select(i => x[0].Items[i])])),
        "reduce_max" => StructuralReference.Reduce(x[0], [.. node.Integers("axes")], Gap).Items,
        "reduce_min" => StructuralReference.Reduce(x[0].Map(item => -item), [.. node.Integers("axes")], Gap).Items,
        _ => [],
    };

    // The windows, whose geometry the result's shape tells where the node has lengths that are not constant: then none are checked.
    private static List<int>[] Windows(Node node, NdArray x)
    {
        var sweep = AutoGrad.Compiler.Ops.Sweep.Of(node);
        Dim[] all = [.. node.Dims("kernel"), .. sweep.Stride, .. sweep.Padding];
        if (all.Any(d => d.Constant is null))
            return [];
        int[] Pair(EquatableArray<Dim> dims) => [.. dims.Select(d => (int)d.Constant!.Value)];
        Reference.Sweeping sweeping = new(Pair(sweep.Stride), Pair(sweep.Padding), [1, 1]);
        int[] kernel = Pair(node.Dims("kernel"));
        int[] places = [.. Enumerable.Range(0, 2).Select(a => ((x.Lengths[a + 2] + (2 * sweeping.Padding[a]) - kernel[a]) / sweeping.Stride[a]) + 1)];
        return WindowReference.Windows(x.Lengths, kernel, sweeping, places);
    }

    // From the largest to the second largest.
    private static double Gap(IReadOnlyList<double> items)
    {
        double[] sorted = [.. items.OrderDescending()];
        return sorted.Length < 2 ? double.PositiveInfinity : sorted[0] - sorted[1];
    }
}
