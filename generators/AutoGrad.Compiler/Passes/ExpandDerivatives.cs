using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Replaces the derivatives that a graph asks for by their nodes. Those are ordinary nodes: of the derivative of a derivative nothing needs
/// to be known here, as a region is expanded before its own derivative is taken.
/// </summary>
public static class ExpandDerivatives
{
    /// <summary>The graph without <c>vjp</c> and <c>jvp</c>. Throws <see cref="NotDifferentiableException"/>.</summary>
    public static Graph Run(Graph graph)
    {
        if (!graph.Nodes.Any(n => OpTable.Get(n.Op) is DerivativeOp))
            return graph;
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (OpTable.Get(node.Op) is not DerivativeOp)
            {
                rewriter.Copy(i);
                continue;
            }

            EquatableArray<Value> results = rewriter.Builder.Splice(Derivative(node), [.. node.Operands.Select(o => rewriter[o])]);
            for (int r = 0; r < results.Count; r++)
                rewriter[new Value(i, r)] = results[r];
        }

        return rewriter.Finish();
    }

    private static Graph Derivative(Node node)
    {
        Graph function = Everywhere.Of(g => Simplify.Run(Inline.Run(g)))(node.Regions[0]);
        bool[] wanted = [.. Enumerable.Range(0, function.Inputs.Count).Select(i => node.Integers("wanted").Contains(i))];
        if (node.Op == "jvp")
            return ForwardMode.Jvp(function, wanted);
        Graph vjp = Differentiate.Vjp(function, wanted, hasCotangent: !node.Type.IsScalar);
        // The results are in the order in which they are wanted.
        IEnumerable<GraphOutput> gradients = node.Integers("wanted").Select(w => "gradient." + function.Nodes[function.Inputs[(int)w].Node].Text("name"))
            .Select(name => vjp.Outputs.First(o => o.Name == name));
        return vjp with { Outputs = [vjp.Outputs[0], .. gradients] };
    }
}
