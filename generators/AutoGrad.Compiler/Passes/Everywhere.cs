using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Runs a pass over a graph and over the regions of its control flow, innermost first.</summary>
internal static class Everywhere
{
    /// <summary>The pass, extended to regions.</summary>
    public static Func<Graph, Graph> Of(Func<Graph, Graph> pass) => graph => pass(InRegions(graph, Of(pass)));

    private static Graph InRegions(Graph graph, Func<Graph, Graph> pass)
    {
        Node[]? changed = null;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (!HasRegions(node) || node.Regions.Select(pass).ToEquatableArray() is var regions && regions == node.Regions)
                continue;
            changed ??= [.. graph.Nodes];
            changed[i] = node with { Regions = regions };
        }

        return changed is null ? graph : graph with { Nodes = new(changed) };
    }

    private static bool HasRegions(Node node) => node.Regions.Count > 0 && OpTable.Get(node.Op) is (ControlFlowOp or Call or DerivativeOp);
}
