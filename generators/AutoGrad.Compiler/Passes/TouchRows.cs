using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Finds tables whose whole gradient is what one look-up adds to their rows, and lets that pass over the rows give the sum of squares too: then
/// nothing touches rows that were not looked up. With a penalty or a value clip, or of two look-ups, the gradient is dense.
/// </summary>
public static class TouchRows
{
    /// <summary>The graph of a loss and its gradients, with sums of squares attached.</summary>
    public static Graph Run(Graph graph, IEnumerable<ParameterDeclaration> parameters)
    {
        var found = new Dictionary<int, long>();
        var squares = new Dictionary<int, Value>();
        long position = 0;
        foreach (ParameterDeclaration parameter in parameters)
        {
            if (graph.Output("gradient." + parameter.Name) is { } gradient && graph.Output("squares." + parameter.Name) is { } sum
                && graph.Nodes[gradient.Node].Op == "scatter_add" && graph.Nodes[sum.Node] is { Op: "sum_of_squares" } norm && norm.Operands[0] == gradient
                && graph.Outputs.Count(o => o.Value == gradient) == 1)
            {
                found[gradient.Node] = position;
                squares[sum.Node] = gradient;
            }

            position += parameter.CopyCount;
        }

        if (found.Count == 0)
            return graph;
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = rewriter.Mapped(i);
            if (squares.TryGetValue(i, out Value table))
                rewriter[new Value(i)] = rewriter[table] with { Result = 1 };
            else if (found.TryGetValue(i, out long at))
                rewriter[new Value(i)] = rewriter.Builder.Add(node with { Attributes = [.. node.Attributes, NodeAttribute.Integers(ScatterAdd.Touched, [at])] });
            else
                rewriter.Copy(i);
        }

        return rewriter.Finish();
    }
}
