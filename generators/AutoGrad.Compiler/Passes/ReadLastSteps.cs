using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// The row that the last iteration leaves in a stack, <c>Last(Stack(0, states))</c>, is the last value of what the loop carries, where that is
/// the same value: whoever reads no other row needs no stack. For graphs whose lengths are checked not to be zero: of an empty stack there is no last row.
/// </summary>
public static class ReadLastSteps
{
    /// <summary>The graph that reads last rows of stacks from what loops carry.</summary>
    public static Graph Run(Graph graph) => PruneLoops.Run(Everywhere.Of(Once)(graph));

    private static Graph Once(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            if (Carried(graph, graph.Nodes[i]) is { } last)
                rewriter[new Value(i)] = new Expr(rewriter.Builder, rewriter[last]).Reshape(graph.Nodes[i].Type.Shape).Value;
            else
                rewriter.Copy(i);
        }

        return rewriter.Finish();
    }

    // What a loop carries last, where the node is the last row of a stack of it; null for other nodes.
    private static Value? Carried(Graph graph, Node node)
    {
        if (node.Op != "slice" || node.Integer("axis") != 0 || !node.Dim("length").Is(1) || graph.Nodes[node.Operands[0].Node] is not { Op: "loop" } loop)
            return null;
        var parts = new LoopParts(loop);
        int stack = node.Operands[0].Result;
        Dim last = loop.Flag("reverse") ? 0 : parts.Count - 1;
        bool runs = parts.Count.Constant is > 0 || parts.Count.Terms is [{ Coefficient: > 0, Factors: [SymbolAtom] }];
        if (stack < parts.Carried || !runs || !node.Dim("start").Equals(last))
            return null;
        return Enumerable.Range(0, parts.Carried).Where(c => parts.Body.Outputs[c].Value == parts.Body.Outputs[stack].Value)
            .Select(c => (Value?)(node.Operands[0] with { Result = c })).FirstOrDefault();
    }
}
