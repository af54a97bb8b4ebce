using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Decides what a generated method is for: whether it trains, so that of a choice by it one branch is left and no code; and that its first draw of
/// random numbers is draw 0.
/// </summary>
public static class FixMode
{
    /// <summary>The graph of a method that trains, or of one that infers.</summary>
    public static Graph Run(Graph graph, bool isTraining)
    {
        bool isFixed = !Contains(graph, n => n.Op == "training" || IsDraws(n));
        return isFixed ? graph : Everywhere.Of(Simplify.Run)(Fix(graph, isTraining, isRegion: false));
    }

    private static Graph Fix(Graph graph, bool isTraining, bool isRegion)
    {
        var rewriter = new GraphRewriter(graph with { Outputs = graph.Outputs.Where(o => o.Name != StateDeclaration.Draws || isRegion).ToEquatableArray() });
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Op == "training")
                rewriter[new Value(i)] = rewriter.Builder.Constant(isTraining ? 1 : 0, ElementType.Bool);
            else if (IsDraws(node) && !isRegion)
                rewriter[new Value(i)] = rewriter.Builder.Constant(0, ElementType.I32);
            else if (node.Regions.Count > 0)
                rewriter.Put(i, rewriter.Mapped(i) with { Regions = node.Regions.Select(r => Fix(r, isTraining, isRegion: true)).ToEquatableArray() });
            else
                rewriter.Copy(i);
        }

        return rewriter.Finish();
    }

    private static bool IsDraws(Node node) => node.Op == "input" && node.Text("name") == StateDeclaration.Draws;

    private static bool Contains(Graph graph, Func<Node, bool> holds) => graph.Nodes.Any(n => holds(n) || n.Regions.Any(r => Contains(r, holds)));
}
