using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>Computes equal nodes once; operands of commutative operations are compared in any order.</summary>
public static class EliminateCommonSubexpressions
{
    private static readonly HashSet<string> s_commutative = ["add", "multiply", "maximum", "minimum", "equal", "not_equal", "and", "or"];

    /// <summary>The graph without repetitions.</summary>
    public static Graph Run(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        var seen = new Dictionary<Node, Value>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            var operands = node.Operands.Select(o => rewriter[o]);
            if (s_commutative.Contains(node.Op))
                operands = operands.OrderBy(o => o.Node).ThenBy(o => o.Result);
            Node key = node with { Operands = operands.ToEquatableArray(), Origin = Origin.None };
            if (node.Op != "input" && seen.TryGetValue(key, out Value first))
            {
                for (int r = 0; r < node.Results.Count; r++)
                    rewriter[new Value(i, r)] = first with { Result = r };
                if (node.Origin.Name is { } name)
                    rewriter.Builder.Name(first, name);
            }
            else
            {
                seen[key] = rewriter.Copy(i);
            }
        }

        return rewriter.Finish();
    }
}
