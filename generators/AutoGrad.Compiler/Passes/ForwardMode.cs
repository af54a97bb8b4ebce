using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Forward mode: beside each value that varies, its tangent. Loops carry tangents beside what they carry; both branches of a choice give them.</summary>
internal static class ForwardMode
{
    /// <summary>
    /// The graph that computes <c>value</c> and <c>tangent</c>. Its inputs are those of the function, then one tangent for each wanted input.
    /// </summary>
    public static Graph Jvp(Graph graph, IReadOnlyList<bool> wanted)
    {
        var builder = new GraphBuilder(graph.Name);
        EquatableArray<Value> inputs = graph.Inputs;
        Value[] arguments = [.. inputs.Select(v => builder.Input(graph.Nodes[v.Node].Text("name"), graph.TypeOf(v)))];
        Value?[] tangents = [.. inputs.Select((v, i) => wanted[i] ? builder.Input(graph.Nodes[v.Node].Text("name") + "Tangent", graph.TypeOf(v)) : (Value?)null)];
        (Value Value, Value? Tangent) result = Run(graph, builder, arguments, tangents)[0];
        builder.Output("value", result.Value);
        builder.Output("tangent", result.Tangent ?? new Expr(builder, result.Value).Number(0).Value);
        return builder.Build();
    }

    /// <summary>Adds the nodes of a graph and their tangents; gives each output and its tangent.</summary>
    private static (Value Value, Value? Tangent)[] Run(Graph graph, GraphBuilder builder, Value[] inputs, Value?[] inputTangents)
    {
        var primal = new Dictionary<Value, Value>();
        var tangents = new Dictionary<Value, Value>();
        int input = 0;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Op == "input")
            {
                primal[new Value(i)] = inputs[input];
                if (inputTangents[input] is { } tangent)
                    tangents[new Value(i)] = tangent;
                input++;
                continue;
            }

            Node mapped = node with { Operands = node.Operands.Select(o => primal[o]).ToEquatableArray() };
            Value?[] operandTangents = [.. node.Operands.Select(o => tangents.TryGetValue(o, out Value t) ? t : (Value?)null)];
            builder.Origin = node.Origin with { Name = null };
            if (operandTangents.Any(t => t is not null) && OpTable.Get(node.Op) is ControlFlowOp)
            {
                (Value Value, Value? Tangent)[] results = node.Op == "cond" ? Cond(builder, mapped, operandTangents) : Loop(builder, mapped, operandTangents);
                for (int r = 0; r < results.Length; r++)
                {
                    primal[new Value(i, r)] = results[r].Value;
                    if (results[r].Tangent is { } t)
                        tangents[new Value(i, r)] = t;
                }

                continue;
            }

            Value added = builder.Add(mapped);
            Value[] all = [.. Enumerable.Range(0, node.Results.Count).Select(r => added with { Result = r })];
            for (int r = 0; r < all.Length; r++)
                primal[new Value(i, r)] = all[r];
            AddTangents(builder, mapped, all, operandTangents, (r, t) => tangents[new Value(i, r)] = t);
        }

        return [.. graph.Outputs.Select(o => (primal[o.Value], tangents.TryGetValue(o.Value, out Value t) ? t : (Value?)null))];
    }

    private static void AddTangents(GraphBuilder builder, Node node, Value[] results, Value?[] tangents, Action<int, Value> set)
    {
        DifferentiableOp op = OpTable.Get(node.Op);
        if (tangents.All(t => t is null) || !node.Type.IsDifferentiable || op.HasZeroDerivative)
            return;
        if (op is SoftmaxCrossEntropy)
        {
            (Value loss, Value gradient) = SoftmaxCrossEntropy.Jvp(builder, node.Operands[0], results[1], tangents[0]!.Value);
            set(0, loss);
            set(1, gradient);
            return;
        }

        if (Ops.Call.HasDerivative(node))
        {
            set(0, Call(builder, node, tangents));
            return;
        }

        if (!op.IsDifferentiable)
            throw new NotDifferentiableException($"{node.Op} has no derivative", node.Origin.Ordinal);
        Value?[] along = op.Tangents(new JvpContext(builder, node, results.ToEquatableArray(), tangents));
        for (int r = 0; r < along.Length; r++)
        {
            if (along[r] is { } tangent)
                set(r, tangent);
        }
    }

    // A derivative of the user's own pulls cotangents back, linearly: c to J'c. Its own pull of tangents t, to c, is then J t.
    private static Value Call(GraphBuilder builder, Node node, Value?[] tangents)
    {
        Graph pullback = node.Regions[1];
        EquatableArray<Value> inputs = pullback.Inputs;
        Value cotangent = inputs[inputs.Count - 1];
        EquatableArray<long> differentiable = node.Integers("differentiable");
        Value none = new Expr(builder, builder.Constant(0, node.Type.Element)).BroadcastTo(node.Type.Shape, []).Value;
        var transposed = new ReverseMode(pullback, builder, Activity.Of(pullback, [cotangent]));
        transposed.CopyPrimal([.. node.Operands, none]);
        for (int i = 0; i < differentiable.Count; i++)
        {
            if (tangents[(int)differentiable[i]] is { } tangent)
                transposed.Seed(pullback.Outputs[i].Value, tangent);
        }

        transposed.Pull();
        return transposed.Cotangent(cotangent) ?? none;
    }

    private static (Value Value, Value? Tangent)[] Cond(GraphBuilder builder, Node node, Value?[] tangents)
    {
        bool[] varies = [.. tangents.Skip(1).Select(t => t is not null)];
        bool[] outputs = [.. Activity.Outputs(node.Regions[0], varies).Zip(Activity.Outputs(node.Regions[1], varies), (a, b) => a || b)];
        Graph[] regions = [.. node.Regions.Select(r => Region(r, varies, outputs, splitAt: r.Outputs.Count))];
        Value added = builder.Add(new Node("cond", [.. node.Operands, .. tangents.Where(t => t is not null).Select(t => t!.Value)], [], regions.ToEquatableArray(), [], node.Origin));
        int next = node.Results.Count;
        return [.. outputs.Select((o, r) => (added with { Result = r }, o ? added with { Result = next++ } : (Value?)null))];
    }

    // Operands: captured, their tangents, carried, their tangents, sliced, their tangents; results likewise.
    private static (Value Value, Value? Tangent)[] Loop(GraphBuilder builder, Node node, Value?[] tangents)
    {
        int first = node.Op == "loop" ? 1 : 0, captured = (int)node.Integer("captured"), carried = Activity.CarriedCount(node);
        bool[] inputs = Activity.BodyInputs(node, [.. tangents.Select(t => t is not null)]);
        bool[] varies = [.. inputs.Skip(first)];
        bool[] outputs = Activity.Outputs(node.Regions[node.Regions.Count - 1], inputs);
        for (int c = 0; c < carried; c++)
            outputs[c] |= varies[captured + c];

        Value Tangent(int operand) => tangents[operand] ?? new Expr(builder, builder.Constant(0, builder.TypeOf(node.Operands[operand]).Element)).BroadcastTo(builder.ShapeOf(node.Operands[operand]), []).Value;
        List<Value> operands = [];
        foreach ((int from, int count) in new[] { (0, captured), (captured, carried), (captured + carried, node.Operands.Count - captured - carried) })
        {
            operands.AddRange(node.Operands.Skip(from).Take(count));
            operands.AddRange(Enumerable.Range(from, count).Where(o => varies[o]).Select(Tangent));
        }

        int moreCaptured = varies.Take(captured).Count(v => v), moreCarried = varies.Skip(captured).Take(carried).Count(v => v);
        var attributes = node.Attributes.Select(a => a.Key switch
        {
            "captured" => NodeAttribute.Integers("captured", [captured + moreCaptured]),
            "carried" => NodeAttribute.Integers("carried", [carried + moreCarried]),
            _ => a,
        }).ToEquatableArray();
        int[] groups = [captured, carried, node.Operands.Count - captured - carried];
        bool[] none = new bool[node.Regions[0].Outputs.Count];
        Graph[] regions = [.. node.Regions.Select((r, i) => Region(r, varies, i == node.Regions.Count - 1 ? outputs : none, i == node.Regions.Count - 1 ? carried : r.Outputs.Count, first, groups))];
        Value added = builder.Add(new Node(node.Op, operands.ToEquatableArray(), attributes, regions.ToEquatableArray(), [], node.Origin));
        int tangent = carried, stack = carried + outputs.Take(carried).Count(o => o), stackTangent = stack + node.Results.Count - carried;
        var results = new (Value, Value?)[node.Results.Count];
        for (int r = 0; r < results.Length; r++)
        {
            results[r] = r < carried
                ? (added with { Result = r }, outputs[r] ? added with { Result = tangent++ } : (Value?)null)
                : (added with { Result = stack++ }, outputs[r] ? added with { Result = stackTangent++ } : (Value?)null);
        }

        return results;
    }

    // A region with tangents: inputs group by group, each followed by the tangents of those that vary; outputs before and after splitAt likewise.
    private static Graph Region(Graph region, bool[] varies, bool[] outputs, int splitAt, int first = 0, int[]? groups = null)
    {
        var builder = new GraphBuilder(region.Name);
        EquatableArray<Value> inputs = region.Inputs;
        var values = new Value[inputs.Count];
        var tangents = new Value?[inputs.Count];
        for (int i = 0; i < first; i++)
            values[i] = Input(builder, region, inputs[i], "");
        int from = first;
        foreach (int count in groups ?? [inputs.Count])
        {
            for (int i = from; i < from + count; i++)
                values[i] = Input(builder, region, inputs[i], "");
            for (int i = from; i < from + count; i++)
                tangents[i] = varies[i - first] ? Input(builder, region, inputs[i], "Tangent") : null;
            from += count;
        }

        (Value Value, Value? Tangent)[] results = Run(region, builder, values, tangents);
        foreach ((int start, int end) in new[] { (0, splitAt), (splitAt, results.Length) })
        {
            for (int r = start; r < end; r++)
                builder.UniqueOutput(region.Outputs[r].Name, results[r].Value);
            for (int r = start; r < end; r++)
            {
                if (outputs[r])
                    builder.UniqueOutput(region.Outputs[r].Name + "Tangent", results[r].Tangent ?? new Expr(builder, results[r].Value).Number(0).Value);
            }
        }

        return builder.Build();
    }

    private static Value Input(GraphBuilder builder, Graph region, Value input, string suffix)
        => builder.Input(region.Nodes[input.Node].Text("name") + suffix, region.TypeOf(input));
}
