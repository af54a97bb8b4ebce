using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Runs a pass over a graph and over the regions of its control flow, innermost first.</summary>
internal static class Everywhere
{
    /// <summary>The pass, extended to regions.</summary>
    public static Func<Graph, Graph> Of(Func<Graph, Graph> pass) => graph => pass(InRegions(graph, Of(pass)));

    private static Graph InRegions(Graph graph, Func<Graph, Graph> pass)
        => graph.Nodes.Any(HasRegions)
            ? graph with { Nodes = graph.Nodes.Select(n => HasRegions(n) ? WithRegions(n, n.Regions.Select(pass).ToEquatableArray()) : n).ToEquatableArray() }
            : graph;

    private static Node WithRegions(Node node, EquatableArray<Graph> regions) => node.Regions == regions ? node : node with { Regions = regions };

    private static bool HasRegions(Node node) => node.Regions.Count > 0 && OpTable.Get(node.Op) is (ControlFlowOp or Call or DerivativeOp);
}
