using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Gathers element-wise operations, what they repeat, and the sums at their ends into kernels, one pass over memory each; a product takes
/// those that follow it as its epilogue. Each kernel becomes a <c>fused</c> node; what is left runs in the run-time library or on scalars.
/// </summary>
public static class Fuse
{
    /// <summary>The graph of kernels.</summary>
    public static Graph Run(Graph graph) => Run(graph, merges: true);

    /// <summary>A kernel for each operation, so that every value is in memory: what a search for the first bad number needs.</summary>
    public static Graph Apart(Graph graph) => Run(graph, merges: false);

    private static Graph Run(Graph graph, bool merges)
    {
        // A kernel without a result would be none.
        graph = EliminateDeadCode.Run(graph);
        if (!graph.Nodes.Any(n => !n.Type.IsScalar || n.Operands.Any(o => !graph.TypeOf(o).IsScalar)))
            return graph;
        var groups = new FusionGroups(graph);
        if (merges)
        {
            groups.SinkProducers();
            groups.MergeAlongEdges();
            groups.MergeSiblings();
        }

        var kernels = new KernelMembers(graph, groups, merges ? Recompute.Run(graph, groups) : new Dictionary<int, HashSet<int>>());
        var rewriter = new GraphRewriter(graph);
        foreach (int group in InOrder(graph, groups, kernels))
        {
            if (groups.IsKernel(kernels.Members(group)))
                new KernelBuilder(graph, kernels, group).AddTo(rewriter);
            else
                rewriter.Copy(kernels.Members(group)[0]);
        }

        return EliminateDeadCode.Run(rewriter.Finish());
    }

    // A topological order of groups that keeps close to the order of the nodes.
    private static List<int> InOrder(Graph graph, FusionGroups groups, KernelMembers kernels)
    {
        List<int> order = [];
        var waiting = new Dictionary<int, HashSet<int>>();
        IEnumerable<int> Before(int group, int member)
            => graph.Nodes[member].Operands.Where(o => !kernels.Computes(group, kernels.Source(member, o).Node)).Select(o => o.Node).Concat(groups.CountersOf(member));
        foreach (int group in kernels.Groups)
            waiting[group] = [.. kernels.Members(group).SelectMany(m => Before(group, m)).Select(groups.GroupOf).Where(g => g != group)];

        while (waiting.Count > 0)
        {
            int next = waiting.Where(w => w.Value.Count == 0).Select(w => w.Key).OrderBy(g => kernels.Members(g)[kernels.Members(g).Count - 1]).First();
            waiting.Remove(next);
            order.Add(next);
            foreach (HashSet<int> others in waiting.Values)
                others.Remove(next);
        }

        return order;
    }
}
