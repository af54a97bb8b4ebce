using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// The value that growth is measured from: the result of the last layer. All gradients pass it, and no parameter comes after it. So a loss on top
/// of a model does not count, nor a last soft-max or sigmoid, whose small derivative the loss makes up for.
/// </summary>
internal static class Reference
{
    /// <summary>The value, in a graph with one result.</summary>
    public static Value Of(ForwardFlow forward)
    {
        Graph graph = forward.Graph;
        Value best = graph.Outputs[0].Value;
        var open = new HashSet<Value> { best };
        while (true)
        {
            Value last = open.OrderByDescending(v => v.Node).First();
            if (open.Count == 1)
                best = last;
            Node node = graph.Nodes[last.Node];
            bool isLayer = node.Operands.Count == 0 || node.Operands.Any(o => forward[o].Weights is not null);
            Value[] before = [.. node.Operands.Where(o => forward[o].IsActive)];
            if (isLayer || before.Length == 0)
                return best;
            open.Remove(last);
            open.UnionWith(before);
        }
    }
}
