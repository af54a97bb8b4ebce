using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Truncates back-propagation through loops that ask for it after k steps (Williams and Peng 1990): before each step t >= 1 with T - t a
/// multiple of k, T being the number of steps, carried values pass a stop_gradient. A value that only gathers (each step adds to it, and does
/// nothing else with it) does not, else earlier losses would lose their gradient. Where all that leaves the loop are its last values, nothing
/// flows back beyond the last k steps: then the loop is cut in two, and the first part leaves nothing behind for the backward pass.
/// </summary>
public static class TruncateLoops
{
    /// <summary>The graph whose loops hold their stops.</summary>
    public static Graph Run(Graph graph) => Everywhere.Of(Once)(graph);

    /// <summary>The same without cutting loops in two: an iteration stays one of one loop.</summary>
    public static Graph WithoutCuts(Graph graph) => Everywhere.Of(g => Rewrite(g, cuts: false))(graph);

    private static Graph Once(Graph graph) => Rewrite(graph, cuts: true);

    private static Graph Rewrite(Graph graph, bool cuts)
    {
        if (!graph.Has("loop"))
            return graph;
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Op != "loop" || Truncation.Of(node) is not { } steps)
            {
                rewriter.Copy(i);
                continue;
            }

            Node plain = node with
            {
                Operands = node.Operands.Select(o => rewriter[o]).ToEquatableArray(),
                Attributes = node.Attributes.Where(a => a.Key != Truncation.After(steps).Key).ToEquatableArray(),
            };
            var loop = new TruncatedLoop(plain, steps, rewriter.Builder);
            Value added = cuts && loop.LeavesLastValuesOnly ? loop.AddCut() : loop.AddWithStops();
            for (int r = 0; r < node.Results.Count; r++)
                rewriter[new Value(i, r)] = added with { Result = r };
        }

        return rewriter.Finish();
    }
}
