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
        var seen = new Dictionary<Node, Value>(Comparer.Instance);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            Node key = InOrder(rewriter.Mapped(i));
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

    private static Node InOrder(Node node)
    {
        if (node.Operands.Count != 2 || !s_commutative.Contains(node.Op))
            return node;
        (Value a, Value b) = (node.Operands[0], node.Operands[1]);
        return (a.Node, a.Result).CompareTo((b.Node, b.Result)) <= 0 ? node : node with { Operands = [b, a] };
    }

    // Where a node comes from does not count, and its operation and operands tell most nodes apart.
    private sealed class Comparer : IEqualityComparer<Node>
    {
        public static Comparer Instance { get; } = new();

        public bool Equals(Node x, Node y)
            => x.Op == y.Op && x.Operands == y.Operands && x.Results == y.Results && x.Attributes == y.Attributes && x.Regions == y.Regions;

        public int GetHashCode(Node node)
        {
            int hash = node.Op.GetHashCode();
            foreach (Value operand in node.Operands)
                hash = unchecked((hash * 31) + (operand.Node * 7) + operand.Result);
            foreach (NodeAttribute attribute in node.Attributes)
                hash = unchecked((hash * 31) + attribute.Value.GetHashCode());
            return hash;
        }
    }
}
