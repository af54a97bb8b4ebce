using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Moves out of counted loops what does not wait for a carried value: what is the same in every iteration is computed once before the loop,
/// and the products of rows that are sliced with what stays (<c>MatMul(At(x, t), W)</c>) become one product of all rows, of which each
/// iteration sees its own. Only unconditional operations that cannot fail are moved; that iteration i sees row i, for i from 0 to the count
/// less one, is what a sliced operand is.
/// </summary>
public static class HoistFromLoops
{
    /// <summary>The graph whose loops hold what depends on carried values.</summary>
    public static Graph Run(Graph graph)
    {
        HashSet<string> lateCounts = LoopParts.LateCounts(graph);
        return Everywhere.Of(g => Run(g, lateCounts))(graph);
    }

    private static Graph Run(Graph graph, HashSet<string> lateCounts)
    {
        if (!graph.Has("loop"))
            return graph;
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            Value? added = null;
            if (node.Op == "loop" && !new LoopParts(node).IsLate(lateCounts))
                added = new LoopHoisting(node with { Operands = node.Operands.Select(o => rewriter[o]).ToEquatableArray() }, rewriter.Builder).Run();
            if (added is not { } loop)
            {
                rewriter.Copy(i);
                continue;
            }

            for (int r = 0; r < node.Results.Count; r++)
                rewriter[new Value(i, r)] = loop with { Result = r };
        }

        return rewriter.Finish();
    }
}
