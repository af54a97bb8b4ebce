using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>Removes nodes that no output depends on. Inputs stay: they are the signature.</summary>
public static class EliminateDeadCode
{
    /// <summary>The graph without dead nodes.</summary>
    public static Graph Run(Graph graph)
    {
        var live = new bool[graph.Nodes.Count];
        foreach (GraphOutput output in graph.Outputs)
            live[output.Value.Node] = true;
        // What has a length that a while loop counts needs the loop.
        var counts = graph.Find("while").ToDictionary(i => graph.Nodes[i].Text("symbol"));
        for (int i = live.Length - 1; i >= 0; i--)
        {
            live[i] |= graph.Nodes[i].Op == "input";
            foreach (string symbol in live[i] && counts.Count > 0 ? graph.Nodes[i].Symbols.Where(counts.ContainsKey) : [])
                live[counts[symbol]] = true;
            foreach (Value operand in live[i] ? graph.Nodes[i].Operands : [])
                live[operand.Node] = true;
        }

        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < live.Length; i++)
        {
            if (live[i])
                rewriter.Copy(i);
        }

        return rewriter.Finish();
    }
}
