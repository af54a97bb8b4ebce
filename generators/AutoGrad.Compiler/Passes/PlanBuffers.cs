using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Where a value lies in the workspace: the slot, and how many elements it has.</summary>
public sealed record Buffer(Value Value, int Slot, Dim Count);

/// <summary>
/// Gives each value that kernels hand over in memory a slot of one workspace. A slot is taken again once the last reader of its value has run
/// and the sizes are equal as polynomials, so that offsets hold for every binding of the symbols.
/// </summary>
public static class PlanBuffers
{
    /// <summary>
    /// The buffers, in order of their values. <paramref name="isStored"/> says which values have memory elsewhere, <paramref name="countOf"/>
    /// how many elements a value needs, where that is not its shape's.
    /// </summary>
    public static IReadOnlyList<Buffer> Run(Graph graph, Func<Value, bool> isStored, Func<Value, Dim>? countOf = null)
    {
        int[] lastUse = LastUses(graph);
        List<Buffer> buffers = [];
        List<(int Slot, Dim Count)> free = [];
        var live = new List<Buffer>();
        int slots = 0;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            for (int r = 0; r < graph.Nodes[i].Results.Count; r++)
            {
                var value = new Value(i, r);
                if (isStored(value))
                    continue;
                Dim count = countOf?.Invoke(value) ?? graph.TypeOf(value).Shape.Count;
                int reused = free.FindIndex(f => f.Count.Equals(count));
                int slot = reused >= 0 ? free[reused].Slot : slots++;
                if (reused >= 0)
                    free.RemoveAt(reused);
                buffers.Add(new Buffer(value, slot, count));
                live.Add(buffers[buffers.Count - 1]);
            }

            // A value may be overwritten by the node after its last reader, not by that reader itself.
            foreach (Buffer dead in live.Where(b => lastUse[b.Value.Node] <= i).ToList())
            {
                live.Remove(dead);
                free.Add((dead.Slot, dead.Count));
            }
        }

        return buffers;
    }

    /// <summary>The value whose memory a value shares: reshapes give another view of the same elements.</summary>
    public static Value Root(Graph graph, Value value)
    {
        Node node = graph.Nodes[value.Node];
        bool isView = node.Op is "reshape" && !node.Type.IsScalar && !graph.TypeOf(node.Operands[0]).IsScalar;
        return isView ? Root(graph, node.Operands[0]) : value;
    }

    /// <summary>Whether a value is one run of another's elements, which can be read where they lie.</summary>
    public static bool IsPart(Graph graph, Value value)
        => graph.Nodes[value.Node] is { Op: "slice" } slice && StridedView.Of(graph.TypeOf(slice.Operands[0]).Shape, (int)slice.Integer("axis"), slice.Dim("start")).Split is null;

    private static int[] LastUses(Graph graph)
    {
        int[] last = [.. Enumerable.Range(0, graph.Nodes.Count)];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (Value operand in graph.Nodes[i].Operands)
            {
                for (Value view = operand; ;)
                {
                    last[view.Node] = Math.Max(last[view.Node], i);
                    Node node = graph.Nodes[view.Node];
                    if (node.Op != "reshape" && !IsPart(graph, view))
                        break;
                    view = node.Operands[0];
                }
            }
        }

        foreach (GraphOutput output in graph.Outputs)
        {
            for (Value root = Root(graph, output.Value); ; root = Root(graph, graph.Nodes[root.Node].Operands[0]))
            {
                last[root.Node] = graph.Nodes.Count;
                if (!IsPart(graph, root))
                    break;
            }
        }

        return last;
    }
}
