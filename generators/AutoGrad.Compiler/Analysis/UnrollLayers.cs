using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// Writes loops over stacks of layers out. Each layer has weights of its own, unlike each step of a recurrence, so what flows through them is
/// known as well as through layers that the user wrote one by one.
/// </summary>
internal static class UnrollLayers
{
    private const int MostNodes = 4000;

    /// <summary>The graph, without those of its outermost loops that are over layers, as far as it stays of a size to analyze.</summary>
    public static Graph Run(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (!IsOverLayers(graph, node) || node.Dim("count").Constant is not { } count || rewriter.Builder.Count + (count * node.Regions[0].Nodes.Count) > MostNodes)
                rewriter.Copy(i);
            else
                Unroll(rewriter, i, node, count);
        }

        return rewriter.Finish();
    }

    // Every result is carried, and some weights are sliced, a row for each step.
    private static bool IsOverLayers(Graph graph, Node node)
        => node.Op == "loop" && !node.Flag("reverse") && Truncation.Of(node) is null && node.Results.Count == node.Integer("carried")
            && (Truncation.IsOverLayers(node) || node.Operands.Skip((int)(node.Integer("captured") + node.Integer("carried"))).Any(o => graph.Nodes[o.Node].Op == "parameter"));

    private static void Unroll(GraphRewriter rewriter, int index, Node node, long count)
    {
        int captured = (int)node.Integer("captured"), carried = (int)node.Integer("carried");
        Value[] operands = [.. node.Operands.Select(o => rewriter[o])], state = [.. operands.Skip(captured).Take(carried)];
        for (long step = 0; step < count; step++)
        {
            Value at = rewriter.Builder.Constant(step, ElementType.I32);
            Value[] rows = [.. operands.Skip(captured + carried).Select(o => rewriter.Builder.Add("row", [o, at]))];
            state = [.. rewriter.Builder.Splice(node.Regions[0], [at, .. operands.Take(captured), .. state, .. rows])];
        }

        for (int r = 0; r < state.Length; r++)
            rewriter[new Value(index, r)] = state[r];
    }
}
