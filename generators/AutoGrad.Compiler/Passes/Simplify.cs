using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Rewrites nodes by algebra that holds for every value, NaN and infinity included: a product with zero stays. The rules are tried in order
/// until nothing changes.
/// </summary>
public static class Simplify
{
    // A rule that names no operations looks at all.
    private static readonly (Func<GraphBuilder, Node, Value?> Rule, string[] Ops)[] s_rules =
    [
        (SimplifyBroadcasts.ComposeBroadcasts, ["broadcast"]),
        (SimplifyBroadcasts.HoistAboveBroadcast, [.. ElementwiseOps.Rows.Select(op => op.Name)]),
        (SimplifyBroadcasts.SumOfBroadcast, ["reduce_sum"]),
        (SimplifyArithmetic.FoldConstants, []),
        (SimplifyChoices.FoldTruths, []),
        (SimplifyChoices.FoldSelect, ["select"]),
        (SimplifyArithmetic.DropNeutral, ["select", "add", "subtract", "multiply", "divide"]),
        (SimplifyArithmetic.DoubleNegation, ["negate", "add", "subtract"]),
        (SimplifyArithmetic.PullNegation, ["multiply", "divide"]),
        (SimplifyArithmetic.ConstantPower, ["pow"]),
        (SimplifyArithmetic.MergeFactors, ["multiply"]),
        (SimplifyLayout.Reshapes, ["reduce_sum", "reshape"]),
        (SimplifyLayout.Transposes, ["transpose"]),
        (SimplifyLayout.TransposedProducts, ["matmul"]),
        (SimplifyLayout.WholeSlices, ["pad", "concat", "slice"]),
        (SimplifyLayout.SumOfPads, ["add"]),
        (SimplifyWindows.SumOfScattered, ["reduce_sum"]),
        (SimplifyLayout.RowPutBack, ["set_row"]),
    ];

    private static readonly Dictionary<string, Func<GraphBuilder, Node, Value?>[]> s_rulesOf = OpTable.All.ToDictionary(
        op => op.Name,
        op => s_rules.Where(r => r.Ops.Length == 0 || r.Ops.Contains(op.Name)).Select(r => r.Rule).ToArray(),
        StringComparer.Ordinal);

    /// <summary>The simplified graph, without dead or repeated nodes; the graph itself where it was simple already.</summary>
    public static Graph Run(Graph graph)
    {
        Graph next = WithoutWaste(Once(graph));
        while (next != graph)
        {
            graph = next;
            next = Once(graph) is var rewritten && ReferenceEquals(rewritten, graph) ? graph : WithoutWaste(rewritten);
        }

        return graph;
    }

    /// <summary>Removes stop_gradient, which means something to the derivative only.</summary>
    public static Graph DropStops(Graph graph)
    {
        if (!graph.Has("stop_gradient"))
            return graph;
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Op == "stop_gradient")
                Replace(rewriter, node, i, rewriter[node.Operands[0]]);
            else
                rewriter.Copy(i);
        }

        return rewriter.Finish();
    }

    private static Graph WithoutWaste(Graph graph) => EliminateDeadCode.Run(EliminateCommonSubexpressions.Run(graph));

    private static Graph Once(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            rewriter.Builder.Origin = node.Origin;
            Node mapped = rewriter.Mapped(i);
            if (SimplifyChoices.Taken(rewriter.Builder, mapped) is { } taken)
            {
                for (int r = 0; r < taken.Count; r++)
                {
                    rewriter[new Value(i, r)] = taken[r];
                    if (node.Regions[0].Outputs[r].Name is var name && name != GraphBuilder.ChoiceName)
                        rewriter.Builder.Name(taken[r], name);
                }
            }
            else if (node.Op == "max_pool2d" && !IsRead(graph, new Value(i, 1)) && SimplifyWindows.PoolOfRelu(rewriter.Builder, mapped) is { } pooled)
            {
                Replace(rewriter, node, i, pooled.Largest);
                rewriter[new Value(i, 1)] = pooled.Place;
            }
            else if (node.Operands.Count > 0 && Rewrite(rewriter.Builder, mapped) is { } better)
                Replace(rewriter, node, i, better);
            else
                rewriter.Copy(i);
        }

        return rewriter.Finish();
    }

    private static bool IsRead(Graph graph, Value value) => graph.Nodes.Any(n => n.Operands.Contains(value)) || graph.Outputs.Any(o => o.Value == value);

    private static Value? Rewrite(GraphBuilder builder, Node node)
    {
        foreach (Func<GraphBuilder, Node, Value?> rule in s_rulesOf[node.Op])
        {
            if (rule(builder, node) is { } better)
                return better;
        }

        return null;
    }

    private static void Replace(GraphRewriter rewriter, Node node, int index, Value value)
    {
        rewriter[new Value(index)] = value;
        if (node.Origin.Name is { } name)
            rewriter.Builder.Name(value, name);
    }
}
