namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>How far a computation is from where a function has no derivative: differences across a kink say nothing.</summary>
internal static class Kinks
{
    /// <summary>The smallest distance over all elements of all nodes.</summary>
    public static double Distance(Evaluation evaluation)
    {
        double smallest = double.PositiveInfinity;
        foreach (Node node in evaluation.Graph.Nodes)
        {
            NdArray Operand(int index) => evaluation[node.Operands[index]];
            IEnumerable<double> gaps = node.Op switch
            {
                "abs" or "relu" or "sign" => Operand(0).Items.Select(Math.Abs),
                "maximum" or "minimum" or "greater" or "greater_equal" or "less" or "less_equal" or "equal" or "not_equal"
                    => Operand(0).Items.Zip(Operand(1).Items, (x, y) => Math.Abs(x - y)),
                "reduce_max" => StructuralReference.Reduce(Operand(0), [.. node.Integers("axes")], Gap).Items,
                "reduce_min" => StructuralReference.Reduce(Operand(0).Map(x => -x), [.. node.Integers("axes")], Gap).Items,
                _ => [],
            };
            smallest = gaps.Aggregate(smallest, Math.Min);
        }

        return smallest;
    }

    // From the largest to the second largest.
    private static double Gap(IReadOnlyList<double> items)
    {
        double[] sorted = [.. items.OrderDescending()];
        return sorted.Length < 2 ? double.PositiveInfinity : sorted[0] - sorted[1];
    }
}
