using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Dissolves calls: the callee's nodes take the call's place. Parameters of one name are one parameter. Calls that have a derivative of their
/// own stay until derivatives were taken.
/// </summary>
public static class Inline
{
    /// <summary>The graph without calls, but for those with a derivative of their own.</summary>
    public static Graph Run(Graph graph) => Run(graph, node => node.Op == "call" && !Call.HasDerivative(node));

    /// <summary>The graph without calls.</summary>
    public static Graph All(Graph graph) => Run(graph, node => node.Op == "call");

    private static Graph Run(Graph graph, Func<Node, bool> dissolves)
    {
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (!dissolves(node))
            {
                rewriter.Copy(i);
                continue;
            }

            EquatableArray<Value> results = rewriter.Builder.Splice(Everywhere.Of(g => Run(g, dissolves))(node.Regions[0]), [.. node.Operands.Select(o => rewriter[o])]);
            for (int r = 0; r < results.Count; r++)
            {
                rewriter[new Value(i, r)] = results[r];
                if (node.Origin.Name is { } name)
                    rewriter.Builder.Name(results[r], name);
            }
        }

        return rewriter.Finish();
    }
}
