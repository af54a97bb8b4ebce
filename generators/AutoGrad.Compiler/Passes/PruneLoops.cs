using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Takes out of counted loops what nothing needs: captured and sliced values that no iteration reads, stacks that nobody reads, and carried
/// values that matter to no other one and are not read afterwards.
/// </summary>
public static class PruneLoops
{
    /// <summary>The graph with smaller loops.</summary>
    public static Graph Run(Graph graph)
    {
        HashSet<string> lateCounts = LoopParts.LateCounts(graph);
        return Everywhere.Of(g => Run(g, lateCounts))(graph);
    }

    private static Graph Run(Graph graph, HashSet<string> lateCounts)
    {
        if (!graph.Has("loop"))
            return graph;
        HashSet<Value> read = [.. graph.Nodes.SelectMany(n => n.Operands), .. graph.Outputs.Select(o => o.Value)];
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            bool[] isRead = [.. node.Results.Select((_, r) => read.Contains(new Value(i, r)))];
            if (node.Op != "loop" || !isRead.Contains(true) || Prune(node, isRead, lateCounts) is not { } pruned)
            {
                rewriter.Copy(i);
                continue;
            }

            Value added = rewriter.Builder.Add(pruned.Loop with { Operands = pruned.Loop.Operands.Select(o => rewriter[o]).ToEquatableArray() });
            for (int kept = 0; kept < pruned.Results.Count; kept++)
                rewriter[new Value(i, pruned.Results[kept])] = added with { Result = kept };
        }

        return rewriter.Finish();
    }

    // The smaller loop and which results it keeps, or null where all is needed.
    private static (Node Loop, List<int> Results)? Prune(Node node, bool[] isRead, HashSet<string> lateCounts)
    {
        var loop = new LoopParts(node);
        bool[] keepsOutput = [.. isRead];
        HashSet<int> live = [];
        for (int before = -1; before != live.Count + keepsOutput.Count(k => k);)
        {
            before = live.Count + keepsOutput.Count(k => k);
            live = Live(loop.Body, keepsOutput);
            for (int c = 0; c < loop.Carried; c++)
                keepsOutput[c] |= live.Contains(loop.CarriedInput(c).Node);
        }

        // By what it reads of the while loop whose iterations it repeats, a loop stays behind it, and the while loop is not dropped.
        bool Keeps(int operand) => loop.IsCarried(operand) ? keepsOutput[operand - loop.Captured]
            : live.Contains(loop.Inputs[operand + 1].Node) || (operand >= loop.Captured && loop.IsLate(lateCounts));
        int[] operands = [.. Enumerable.Range(0, node.Operands.Count).Where(Keeps)];
        List<int> results = [.. Enumerable.Range(0, node.Results.Count).Where(r => keepsOutput[r])];
        if (results.Count == 0 || (operands.Length == node.Operands.Count && results.Count == node.Results.Count))
            return null;

        var body = new GraphRewriter(loop.Body);
        HashSet<int> inputs = [loop.Inputs[0].Node, .. operands.Select(o => loop.Inputs[o + 1].Node)];
        for (int i = 0; i < loop.Body.Nodes.Count; i++)
        {
            if (loop.Body.Nodes[i].Op == "input" ? inputs.Contains(i) : live.Contains(i))
                body.Copy(i);
        }

        foreach (int r in results)
            body.Builder.Output(loop.Body.Outputs[r].Name, body[loop.Body.Outputs[r].Value]);
        return (loop.With(
            body.Builder.Build(), operands.Select(o => node.Operands[o]), operands.Count(o => o < loop.Captured), operands.Count(loop.IsCarried)), results);
    }

    private static HashSet<int> Live(Graph body, bool[] outputs)
    {
        var live = new HashSet<int>(body.Outputs.Where((_, o) => outputs[o]).Select(o => o.Value.Node));
        for (int i = body.Nodes.Count - 1; i >= 0; i--)
        {
            if (live.Contains(i))
                live.UnionWith(body.Nodes[i].Operands.Select(o => o.Node));
        }

        return live;
    }
}
