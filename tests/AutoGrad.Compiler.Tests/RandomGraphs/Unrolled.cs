namespace AutoGrad.Compiler.Tests.RandomGraphs;

/// <summary>A graph whose one loop, of a known number of steps, is written out, with stops where truncation after k steps puts them.</summary>
internal static class Unrolled
{
    public static Graph Of(Graph graph, int k)
    {
        var builder = new GraphBuilder(graph.Name);
        var map = new Dictionary<Value, Value>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            Value[] operands = [.. node.Operands.Select(o => map[o])];
            if (node.Op == "loop")
            {
                Value[] results = Steps(builder, node, operands, k);
                for (int r = 0; r < results.Length; r++)
                    map[new Value(i, r)] = results[r];
                continue;
            }

            map[new Value(i)] = builder.Add(node with { Operands = operands.ToEquatableArray() });
        }

        foreach (GraphOutput output in graph.Outputs)
            builder.Output(output.Name, map[output.Value]);
        return GraphVerifier.Verify(builder.Build(), OpTable.Find);
    }

    private static Value[] Steps(GraphBuilder builder, Node loop, Value[] operands, int k)
    {
        int captured = (int)loop.Integer("captured"), carried = (int)loop.Integer("carried"), count = (int)loop.Dim("count").Constant!.Value;
        Value[] state = operands[captured..(captured + carried)];
        var rows = new List<Value>[loop.Results.Count - carried];
        for (int step = 0; step < count; step++)
        {
            int index = loop.Flag("reverse") ? count - 1 - step : step;
            bool isCut = step >= 1 && (count - step) % k == 0;
            Value[] found = [.. state.Select((s, c) => isCut && !Gathers(loop.Regions[0], 1 + captured + c, c) ? builder.Add("stop_gradient", [s]) : s)];
            Value[] sliced = [.. operands.Skip(captured + carried).Select(x => Row(builder, x, index))];
            EquatableArray<Value> given = builder.Splice(loop.Regions[0], [builder.Constant(index, ElementType.I32), .. operands[..captured], .. found, .. sliced]);
            state = [.. given.Take(carried)];
            for (int r = 0; r < rows.Length; r++)
                (rows[r] ??= [.. new Value[count]])[index] = new Expr(builder, given[carried + r]).Reshape(new Shape([1, .. builder.ShapeOf(given[carried + r]).Dims])).Value;
        }

        return [.. state, .. rows.Select(r => builder.Add("concat", r.ToArray(), NodeAttribute.Integers("axis", [0])))];
    }

    private static Value Row(GraphBuilder builder, Value x, int index)
    {
        Value row = builder.Add("slice", [x], NodeAttribute.Integers("axis", [0]), NodeAttribute.Dims("start", [index]), NodeAttribute.Dims("length", [1]));
        return new Expr(builder, row).Reshape(builder.ShapeOf(x).Without([0])).Value;
    }

    // In random recurrences only the value of that name does, unless another step reads it.
    private static bool Gathers(Graph body, int input, int carried) => body.Outputs[carried].Name == "gathered" && body.Inputs.Count > input;
}
