using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>State in graphs: what is not read, and what is left behind.</summary>
public static class PruneState
{
    /// <summary>The graph without inputs for state that nothing reads.</summary>
    public static Graph Unread(Graph graph)
    {
        HashSet<Value> read = [.. graph.Nodes.SelectMany(n => n.Operands), .. graph.Outputs.Select(o => o.Value)];
        bool IsUnread(int i) => graph.Nodes[i].Op == "input" && StateDeclaration.IsState(graph.Nodes[i].Text("name")) && !read.Contains(new Value(i));
        if (!Enumerable.Range(0, graph.Nodes.Count).Any(IsUnread))
            return graph;
        var rewriter = new GraphRewriter(graph);
        foreach (int i in Enumerable.Range(0, graph.Nodes.Count).Where(i => !IsUnread(i)))
            rewriter.Copy(i);
        return rewriter.Finish();
    }

    /// <summary>The graph that leaves no state behind: that of a check.</summary>
    public static Graph Written(Graph graph) => graph with { Outputs = graph.Outputs.Where(o => !StateDeclaration.IsState(o.Name)).ToEquatableArray() };
}
