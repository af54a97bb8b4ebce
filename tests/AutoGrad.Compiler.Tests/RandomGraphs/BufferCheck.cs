using Buffer = AutoGrad.Compiler.Passes.Buffer;

namespace AutoGrad.Compiler.Tests.RandomGraphs;

/// <summary>Checks a plan of buffers in two ways: by lifetimes, and by running the graph in the memory that the plan gives it.</summary>
internal static class BufferCheck
{
    public static void Verify(Graph graph, Bindings bindings)
    {
        IReadOnlyList<Buffer> buffers = PlanBuffers.Run(graph, v => !IsInMemory(graph, v));
        Assert.Equal(Values(graph).Where(v => IsInMemory(graph, v)), buffers.Select(b => b.Value));
        Assert.All(buffers, b => Assert.Equal(graph.TypeOf(b.Value).Shape.Count, b.Count));
        VerifyLifetimes(graph, buffers);
        VerifyRun(graph, buffers, bindings);
    }

    // As the emitter asks: numbers are locals, reshaped tensors are views, leaves have memory of their own.
    private static bool IsInMemory(Graph graph, Value value)
        => !graph.TypeOf(value).IsScalar && PlanBuffers.Root(graph, value) == value && OpTable.Get(graph.Nodes[value.Node].Op) is not LeafOp;

    private static IEnumerable<Value> Values(Graph graph) => graph.Nodes.SelectMany((n, i) => n.Results.Select((_, r) => new Value(i, r)));

    private static void VerifyLifetimes(Graph graph, IReadOnlyList<Buffer> buffers)
    {
        foreach (IGrouping<int, Buffer> slot in buffers.GroupBy(b => b.Slot))
        {
            Assert.Single(slot.Select(b => b.Count).Distinct());
            (Value Value, int First, int Last)[] lives = [.. slot.Select(b => (b.Value, b.Value.Node, LastRead(graph, b.Value))).OrderBy(l => l.Node)];
            for (int i = 1; i < lives.Length; i++)
                Assert.True(lives[i].First > lives[i - 1].Last, $"{lives[i].Value} overwrites {lives[i - 1].Value}, which is read by %{lives[i - 1].Last}, in\n{graph}");
        }
    }

    private static int LastRead(Graph graph, Value value)
    {
        if (graph.Outputs.Any(o => PlanBuffers.Root(graph, o.Value) == value))
            return int.MaxValue;
        return Enumerable.Range(0, graph.Nodes.Count).Where(i => graph.Nodes[i].Operands.Any(o => PlanBuffers.Root(graph, o) == value)).Append(value.Node).Max();
    }

    // Each node reads its operands from their slots at the time it runs, and leaves its results in theirs.
    private static void VerifyRun(Graph graph, IReadOnlyList<Buffer> buffers, Bindings bindings)
    {
        Evaluation expected = Interpreter.Run(graph, bindings);
        Dictionary<Value, int> slots = buffers.ToDictionary(b => b.Value, b => b.Slot);
        var memory = new Dictionary<int, double[]>();
        var elsewhere = new Dictionary<Value, NdArray>();
        NdArray Read(Value value)
        {
            Value root = PlanBuffers.Root(graph, value);
            double[] items = slots.TryGetValue(root, out int slot) ? memory[slot] : elsewhere[root].Items;
            return new NdArray(expected[value].Lengths, items);
        }

        var interpreter = new Interpreter(bindings);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            NdArray[] results = interpreter.Compute(graph.Nodes[i], [.. graph.Nodes[i].Operands.Select(Read)]);
            for (int r = 0; r < results.Length; r++)
            {
                if (slots.TryGetValue(new Value(i, r), out int slot))
                    memory[slot] = [.. results[r].Items];
                else if (PlanBuffers.Root(graph, new Value(i, r)) == new Value(i, r))
                    elsewhere[new Value(i, r)] = results[r].Copy();
            }
        }

        foreach (GraphOutput output in graph.Outputs)
            Close.Assert(expected[output.Value], Read(output.Value), 0, $"{output.Name} in planned memory");
    }
}
