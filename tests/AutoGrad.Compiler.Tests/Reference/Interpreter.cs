namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>All values of one computation of a graph.</summary>
internal sealed record Evaluation(Graph Graph, IReadOnlyDictionary<Value, NdArray> Values)
{
    public NdArray this[Value value] => Values[value];

    public NdArray Output(string name) => Values[Graph.Output(name) ?? throw new ArgumentException($"no output {name} in\n{Graph}")];

    public NdArray[] Outputs => [.. Graph.Outputs.Select(o => Values[o.Value])];
}

/// <summary>
/// Computes a graph node by node in double precision, whatever its element types are, kernels included: what passes must not change, and
/// what derivatives are compared with. A value in <paramref name="frozen"/> stays as it was, whatever it depends on: so a difference sees a
/// stop_gradient as the derivative does.
/// </summary>
internal sealed class Interpreter(Bindings bindings, IReadOnlyDictionary<Value, NdArray>? frozen = null)
{
    public static Evaluation Run(Graph graph, Bindings bindings, IReadOnlyDictionary<Value, NdArray>? frozen = null)
        => new Interpreter(bindings, frozen).Run(graph, null);

    /// <summary>The results of one node.</summary>
    public NdArray[] Compute(Node node, NdArray[] x) => node.Op switch
    {
        "input" or "parameter" => [bindings.Leaf(node)],
        "constant" => [NdArray.Scalar(node.Number("value"))],
        "dimension" => [NdArray.Scalar(bindings.Length(node.Dim("value")))],
        "matmul" => [StructuralReference.MatMul(x[0], x[1], node.Flag("transposeA"), node.Flag("transposeB"))],
        "reduce_sum" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.Sum)],
        "reduce_max" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.Max)],
        "reduce_min" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.Min)],
        "log_sum_exp" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.LogSumExp)],
        "sum_of_squares" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.SumOfSquares)],
        "softmax" => [StructuralReference.LogSoftmax(x[0], Axes(node)).Map(Math.Exp)],
        "log_softmax" => [StructuralReference.LogSoftmax(x[0], Axes(node))],
        "softmax_cross_entropy" => StructuralReference.SoftmaxCrossEntropy(x[0], x[1]),
        "broadcast" => [StructuralReference.Broadcast(x[0], Axes(node), bindings.Lengths(node.Type.Shape))],
        "reshape" => [x[0].Reshape(bindings.Lengths(node.Type.Shape))],
        "transpose" => [StructuralReference.Transpose(x[0], [.. node.Integers("permutation")])],
        "slice" => [StructuralReference.Slice(x[0], (int)node.Integer("axis"), bindings.Length(node.Dim("start")), bindings.Length(node.Dim("length")))],
        "pad" => [StructuralReference.Pad(x[0], (int)node.Integer("axis"), bindings.Length(node.Dim("before")), bindings.Length(node.Dim("after")))],
        "concat" => [StructuralReference.Concat(x, (int)node.Integer("axis"))],
        "call" or "fused" => Run(node.Regions[0], x).Outputs,
        "loop" => Loop(node, x),
        "while" => While(node, x),
        "cond" => Run(node.Regions[x[0].Only != 0 ? 0 : 1], x[1..]).Outputs,
        _ => ElementwiseReference.Knows(node.Op) ? [ElementwiseReference.Compute(node.Op, x)] : throw new NotSupportedException($"no reference for {node.Op}"),
    };

    // Inputs of regions come by position, those of the graph itself by name.
    private Evaluation Run(Graph graph, NdArray[]? inputs)
    {
        var values = new Dictionary<Value, NdArray>();
        int input = 0;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            NdArray[] results = node.Op == "input" && inputs is not null ? [inputs[input++]] : Compute(node, [.. node.Operands.Select(o => values[o])]);
            for (int r = 0; r < node.Results.Count; r++)
            {
                NdArray result = inputs is null && frozen is not null && frozen.TryGetValue(new Value(i, r), out NdArray? old) ? old : results[r];
                if (!result.Lengths.SequenceEqual(bindings.Lengths(node.Results[r].Shape)))
                    throw new InvalidOperationException($"%{i} = {node.Op} is of type {node.Results[r]} but computes {result}");
                values[new Value(i, r)] = result;
            }
        }

        return new(graph, values);
    }

    private NdArray[] Loop(Node node, NdArray[] x)
    {
        int captured = (int)node.Integer("captured"), carried = (int)node.Integer("carried"), count = bindings.Length(node.Dim("count"));
        NdArray[] state = x[captured..(captured + carried)];
        List<NdArray>[] stacks = [.. node.Results.Skip(carried).Select(_ => new List<NdArray>())];
        for (int t = 0; t < count; t++)
        {
            IEnumerable<NdArray> rows = x.Skip(captured + carried).Select(s => StructuralReference.Slice(s, 0, t, 1)).Select(s => s.Reshape(s.Lengths[1..]));
            NdArray[] outputs = Run(node.Regions[0], [NdArray.Scalar(t), .. x[..captured], .. state, .. rows]).Outputs;
            state = outputs[..carried];
            for (int s = 0; s < stacks.Length; s++)
                stacks[s].Add(outputs[carried + s]);
        }

        return [.. state, .. stacks.Select((s, i) => new NdArray(bindings.Lengths(node.Results[carried + i].Shape), [.. s.SelectMany(row => row.Items)]))];
    }

    private NdArray[] While(Node node, NdArray[] x)
    {
        NdArray[] captured = x[..(int)node.Integer("captured")], state = x[captured.Length..];
        while (Run(node.Regions[0], [.. captured, .. state]).Outputs[0].Only != 0)
            state = Run(node.Regions[1], [.. captured, .. state]).Outputs;
        return state;
    }

    private static long[] Axes(Node node) => [.. node.Integers("axes")];
}
