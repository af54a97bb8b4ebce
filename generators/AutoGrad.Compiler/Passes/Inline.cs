using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Dissolves calls: the callee's nodes take the call's place. Parameters of one name are one parameter.</summary>
public static class Inline
{
    /// <summary>The graph without calls.</summary>
    public static Graph Run(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Op != "call")
            {
                rewriter.Copy(i);
                continue;
            }

            EquatableArray<Value> results = rewriter.Builder.Splice(Everywhere.Of(Run)(node.Regions[0]), [.. node.Operands.Select(o => rewriter[o])]);
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
