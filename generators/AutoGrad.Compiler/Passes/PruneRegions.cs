using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Removes what branches and loops compute and nothing reads: results, values that loops carry for no result, and inputs. What a loop carries
/// without changing it is captured instead. Derivatives ask for more than they use: the cotangent of a value that turns out to be constant.
/// </summary>
public static class PruneRegions
{
    /// <summary>The graph and its regions without what nothing reads.</summary>
    public static Graph Run(Graph graph)
    {
        while (true)
        {
            Graph next = EliminateDeadCode.Run(Once(EliminateDeadCode.Run(graph)));
            if (next == graph)
                return next;
            graph = next;
        }
    }

    private static Graph Once(Graph graph)
    {
        if (!graph.Nodes.Any(n => OpTable.Get(n.Op) is ControlFlowOp))
            return graph;
        HashSet<Value> read = [.. graph.Nodes.SelectMany(n => n.Operands), .. graph.Outputs.Select(o => o.Value)];
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            bool[] used = [.. node.Results.Select((_, r) => read.Contains(new Value(i, r)))];
            if (node.Op == "cond")
                Cond(rewriter, i, node, used);
            else if (node.Op is "loop" or "while")
                Loop(rewriter, i, node, used);
            else
                rewriter.Copy(i);
        }

        return rewriter.Finish();
    }

    private static void Cond(GraphRewriter rewriter, int index, Node node, bool[] used)
    {
        Graph[] regions = [.. node.Regions.Select(r => Run(r with { Outputs = r.Outputs.Where((_, o) => used[o]).ToEquatableArray() }))];
        bool[][] reads = [.. regions.Select(r => Reads(r, r.Outputs.Select(o => o.Value)))];
        int[] kept = [.. Enumerable.Range(0, node.Operands.Count - 1).Where(o => reads.Any(r => r[o]))];
        Value added = rewriter.Builder.Add(node with
        {
            Operands = [rewriter[node.Operands[0]], .. kept.Select(o => rewriter[node.Operands[o + 1]])],
            Regions = regions.Select(r => Rebuild(r, kept)).ToEquatableArray(),
        });
        int next = 0;
        for (int r = 0; r < used.Length; r++)
        {
            if (used[r])
                rewriter[new Value(index, r)] = added with { Result = next++ };
        }
    }

    private static void Loop(GraphRewriter rewriter, int index, Node node, bool[] used)
    {
        int first = node.Op == "loop" ? 1 : 0, captured = (int)node.Integer("captured"), carried = Activity.CarriedCount(node);
        Graph body = node.Regions[node.Regions.Count - 1];
        bool[] byCondition = node.Op == "while" ? Reads(node.Regions[0], node.Regions[0].Outputs.Select(o => o.Value)) : new bool[body.Inputs.Count];
        bool[] live = Live(body, used, byCondition, first + captured, carried);
        // A loop that only counts keeps something to do so by.
        if (!live.Any(l => l))
            live = Live(body, [true, .. used.Skip(1)], byCondition, first + captured, carried);

        int[] outputs = [.. Enumerable.Range(0, live.Length).Where(o => live[o])];
        body = Run(body with { Outputs = outputs.Select(o => body.Outputs[o]).ToEquatableArray() });
        bool[] reads = [.. Reads(body, body.Outputs.Select(o => o.Value)).Zip(byCondition, (a, b) => a || b)];
        EquatableArray<Value> inputs = body.Inputs;
        HashSet<int> steady = [.. outputs.Select((o, position) => (o, position)).Where(p => p.o < carried && body.Outputs[p.position].Value == inputs[first + captured + p.o]).Select(p => p.o)];
        if (node.Op == "while" && steady.Count == outputs.Length)
            steady.Remove(outputs[0]);
        int[] keptCaptured = [.. Enumerable.Range(0, captured).Where(c => reads[first + c]), .. steady.Where(c => reads[first + captured + c]).OrderBy(c => c).Select(c => captured + c)];
        int[] keptCarried = [.. outputs.Where(o => o < carried && !steady.Contains(o)).Select(c => captured + c)];
        int[] keptSliced = [.. Enumerable.Range(captured + carried, node.Operands.Count - captured - carried).Where(s => reads[first + s])];
        int[] order = [.. Enumerable.Range(0, first), .. keptCaptured.Concat(keptCarried).Concat(keptSliced).Select(o => first + o)];
        body = body with { Outputs = body.Outputs.Where((_, position) => !steady.Contains(outputs[position])).ToEquatableArray() };

        foreach (int c in steady)
            rewriter[new Value(index, c)] = rewriter[node.Operands[captured + c]];
        if (body.Outputs.Count == 0)
            return;
        Graph[] regions = [.. node.Regions.Take(node.Regions.Count - 1).Select(r => Rebuild(Run(r), order)), Rebuild(body, order)];
        Value added = rewriter.Builder.Add(node with
        {
            Operands = keptCaptured.Concat(keptCarried).Concat(keptSliced).Select(o => rewriter[node.Operands[o]]).ToEquatableArray(),
            Attributes = node.Attributes.Select(a => a.Key switch
            {
                "captured" => NodeAttribute.Integers("captured", [keptCaptured.Length]),
                "carried" => NodeAttribute.Integers("carried", [keptCarried.Length]),
                _ => a,
            }).ToEquatableArray(),
            Regions = regions.ToEquatableArray(),
        });
        int next = 0;
        foreach (int o in outputs.Where(o => !steady.Contains(o)))
            rewriter[new Value(index, o)] = added with { Result = next++ };
    }

    // Which outputs of a loop's body are needed: those that are read behind the loop, and what those need of the iteration before.
    private static bool[] Live(Graph body, bool[] used, bool[] byCondition, int firstCarried, int carried)
    {
        bool[] live = [.. used];
        while (true)
        {
            bool[] reads = Reads(body, body.Outputs.Where((_, o) => live[o]).Select(o => o.Value));
            bool changed = false;
            for (int c = 0; c < carried; c++)
            {
                changed |= !live[c] && (reads[firstCarried + c] || byCondition[firstCarried + c]);
                live[c] |= reads[firstCarried + c] || byCondition[firstCarried + c];
            }

            if (!changed)
                return live;
        }
    }

    // Which inputs of a region its values depend on.
    private static bool[] Reads(Graph region, IEnumerable<Value> values)
    {
        bool[] live = EliminateDeadCode.Live(region, values);
        return [.. region.Inputs.Select(input => live[input.Node])];
    }

    private static Graph Rebuild(Graph region, int[] inputs)
    {
        var rewriter = new GraphRewriter(region);
        EquatableArray<Value> all = region.Inputs;
        foreach (int input in inputs)
            rewriter.Copy(all[input].Node);
        for (int i = 0; i < region.Nodes.Count; i++)
        {
            if (region.Nodes[i].Op != "input")
                rewriter.Copy(i);
        }

        return rewriter.Finish();
    }
}
