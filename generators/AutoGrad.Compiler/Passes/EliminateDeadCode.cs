using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>Removes nodes that no output depends on. Inputs stay: they are the signature.</summary>
public static class EliminateDeadCode
{
    /// <summary>The graph without dead nodes.</summary>
    public static Graph Run(Graph graph)
    {
        bool[] live = Live(graph, graph.Outputs.Select(o => o.Value));
        if (live.All(l => l))
            return graph;
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < live.Length; i++)
        {
            if (live[i] || graph.Nodes[i].Op == "input")
                rewriter.Copy(i);
        }

        return rewriter.Finish();
    }

    /// <summary>Which nodes some values depend on. What has a length that a while loop counts depends on the loop.</summary>
    internal static bool[] Live(Graph graph, IEnumerable<Value> values)
    {
        var live = new bool[graph.Nodes.Count];
        foreach (Value value in values)
            live[value.Node] = true;
        var counts = graph.Find("while").ToDictionary(i => graph.Nodes[i].Text("symbol"));
        for (int i = live.Length - 1; i >= 0; i--)
        {
            if (!live[i])
                continue;
            foreach (Value operand in graph.Nodes[i].Operands)
                live[operand.Node] = true;
            foreach (string symbol in counts.Count > 0 ? graph.Nodes[i].Symbols.Where(counts.ContainsKey) : [])
                live[counts[symbol]] = true;
        }

        return live;
    }
}
