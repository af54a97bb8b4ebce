using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Moves sums out of counted loops: where a carried value only gathers the products of rows (<c>dW += transpose(h[t]) x dz[t]</c>) or sums
/// over rows (<c>db += sum(dz[t])</c>), the iterations leave their rows in stacks, and one product or one sum of all rows follows the loop.
/// Only terms that every iteration adds are moved, of sums that no iteration reads.
/// </summary>
public static class SinkFromLoops
{
    /// <summary>The graph whose loops carry no such sums.</summary>
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
            IReadOnlyList<Value>? results = null;
            if (node.Op == "loop" && !new LoopParts(node).IsLate(lateCounts))
                results = new LoopSinking(node with { Operands = node.Operands.Select(o => rewriter[o]).ToEquatableArray() }, rewriter.Builder).Run();
            if (results is null)
                rewriter.Copy(i);
            for (int r = 0; r < (results?.Count ?? 0); r++)
                rewriter[new Value(i, r)] = results![r];
        }

        return rewriter.Finish();
    }
}
