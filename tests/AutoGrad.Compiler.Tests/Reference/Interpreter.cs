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
    // While loops bind the symbols of their counts as they end.
    private readonly Dictionary<string, long> _symbols = new(bindings.Symbols);

    /// <summary>Is shown each node that is computed, those in regions as often as they run, and its operands.</summary>
    public Action<Node, NdArray[]>? Watch { get; init; }

    public static Evaluation Run(Graph graph, Bindings bindings, IReadOnlyDictionary<Value, NdArray>? frozen = null)
        => new Interpreter(bindings, frozen).Run(graph);

    public Evaluation Run(Graph graph) => Run(graph, null);

    /// <summary>The results of one node.</summary>
    public NdArray[] Compute(Node node, NdArray[] x)
    {
        Watch?.Invoke(node, x);
        return Results(node, x);
    }

    private NdArray[] Results(Node node, NdArray[] x) => node.Op switch
    {
        "input" or "parameter" or "setting" => [bindings.Leaf(node)],
        "constant" => [NdArray.Scalar(node.Number("value"))],
        "dimension" => [NdArray.Scalar(Length(node.Dim("value")))],
        "matmul" => [StructuralReference.MatMul(x[0], x[1], node.Flag("transposeA"), node.Flag("transposeB"))],
        "reduce_sum" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.Sum)],
        "reduce_max" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.Max)],
        "reduce_min" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.Min)],
        "log_sum_exp" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.LogSumExp)],
        "sum_of_squares" => [StructuralReference.Reduce(x[0], Axes(node), StructuralReference.SumOfSquares)],
        "softmax" => [StructuralReference.LogSoftmax(x[0], Axes(node)).Map(Math.Exp)],
        "log_softmax" => [StructuralReference.LogSoftmax(x[0], Axes(node))],
        "softmax_cross_entropy" => StructuralReference.SoftmaxCrossEntropy(x[0], x[1]),
        "broadcast" => [StructuralReference.Broadcast(x[0], Axes(node), Lengths(node.Type.Shape))],
        "reshape" => [x[0].Reshape(Lengths(node.Type.Shape))],
        "transpose" => [StructuralReference.Transpose(x[0], [.. node.Integers("permutation")])],
        "slice" => [StructuralReference.Slice(x[0], (int)node.Integer("axis"), Length(node.Dim("start")), Length(node.Dim("length")))],
        "pad" => [StructuralReference.Pad(x[0], (int)node.Integer("axis"), Length(node.Dim("before")), Length(node.Dim("after")))],
        "concat" => [StructuralReference.Concat(x, (int)node.Integer("axis"))],
        "convert" => [node.Type.Element == ElementType.I32 ? x[0].Map(Math.Truncate) : x[0]],
        "copy" => [x[0]],
        "row" => [StructuralReference.Row(x[0], (int)x[1].Only)],
        "row_gradient" => [StructuralReference.RowGradient(x[0], (int)x[1].Only, Length(node.Dim("rows")))],
        "gather" => [StructuralReference.Gather(x[0], x[1])],
        "scatter_add" => [StructuralReference.ScatterAdd(x[0], x[1], Length(node.Dim("rows")))],
        "conv2d" => [WindowReference.Conv2d(x[0], x[1], x.ElementAtOrDefault(2), Sweep(node), Groups(node), Lengths(node.Type.Shape)[2..])],
        "conv2d_input" => [WindowReference.Input(x[0], x[1], x.ElementAtOrDefault(2), Sweep(node), Groups(node), Lengths(node.Type.Shape))],
        "conv2d_kernel" => [WindowReference.Kernel(x[0], x[1], Sweep(node), Groups(node), Lengths(node.Type.Shape))],
        "max_pool2d" => WindowReference.MaxPool(x[0], [.. node.Dims("kernel").Select(Length)], Sweep(node), Lengths(node.Type.Shape)[2..]),
        "avg_pool2d" => [WindowReference.AvgPool(x[0], [.. node.Dims("kernel").Select(Length)], Sweep(node), Lengths(node.Type.Shape)[2..])],
        "avg_pool2d_input" => [WindowReference.AvgPoolInput(x[0], [.. node.Dims("kernel").Select(Length)], Sweep(node), Lengths(node.Type.Shape)[2..])],
        "gather_places" => [WindowReference.Gather(x[0], x[1])],
        "scatter_places" => [WindowReference.Scatter(x[0], x[1], Lengths(node.Type.Shape)[2..])],
        "call" or "fused" => Run(node.Regions[0], x).Outputs,
        "loop" => Loop(node, x),
        "while" => While(node, x),
        "cond" => Run(node.Regions[x[0].Only != 0 ? 0 : 1], x[1..]).Outputs,
        _ => ElementwiseReference.Knows(node.Op) ? [ElementwiseReference.Compute(node.Op, x)]
            : throw new NotSupportedException($"no reference for {node.Op}"),
    };

    private Sweeping Sweep(Node node)
        => AutoGrad.Compiler.Ops.Sweep.Of(node) is var sweep ? new([.. sweep.Stride.Select(Length)], [.. sweep.Padding.Select(Length)], [.. sweep.Dilation.Select(Length)]) : null!;

    private int Groups(Node node) => Length(ConvolutionOp.GroupsOf(node));

    // Inputs of regions come by position, those of the graph itself by name.
    private Evaluation Run(Graph graph, NdArray[]? inputs)
    {
        var values = new Dictionary<Value, NdArray>();
        int input = 0;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            NdArray[] results = node.Op == "input" && inputs is not null ? [inputs[input++]]
                : Compute(node, [.. node.Operands.Select(o => values[o])]);
            for (int r = 0; r < node.Results.Count; r++)
            {
                NdArray result = inputs is null && frozen is not null && frozen.TryGetValue(new Value(i, r), out NdArray? old) ? old
                    : results[r];
                if (!result.Lengths.SequenceEqual(Lengths(node.Results[r].Shape)))
                    throw new InvalidOperationException($"%{i} = {node.Op} is of type {node.Results[r]} but computes {result}");
                values[new Value(i, r)] = result;
            }
        }

        return new(graph, values);
    }

    private NdArray[] Loop(Node node, NdArray[] x)
    {
        int captured = (int)node.Integer("captured"), carried = (int)node.Integer("carried"), count = Length(node.Dim("count"));
        NdArray[] state = x[captured..(captured + carried)];
        NdArray[][] rows = [.. node.Results.Skip(carried).Select(_ => new NdArray[count])];
        for (int step = 0; step < count; step++)
        {
            int t = node.Flag("reverse") ? count - 1 - step : step;
            IEnumerable<NdArray> sliced = x.Skip(captured + carried).Select(s => StructuralReference.Row(s, t));
            NdArray[] outputs = Run(node.Regions[0], [NdArray.Scalar(t), .. x[..captured], .. state, .. sliced]).Outputs;
            state = outputs[..carried];
            for (int s = 0; s < rows.Length; s++)
                rows[s][t] = outputs[carried + s];
        }

        return [.. state, .. rows.Select((r, i) => Stacked(node.Results[carried + i], r))];
    }

    private NdArray[] While(Node node, NdArray[] x)
    {
        NdArray[] captured = x[..(int)node.Integer("captured")], state = x[captured.Length..];
        int carried = state.Length, count = 0;
        List<NdArray>[] rows = [.. node.Results.Skip(carried).Select(_ => new List<NdArray>())];
        for (; Run(node.Regions[0], [.. captured, .. state]).Outputs[0].Only != 0; count++)
        {
            NdArray[] outputs = Run(node.Regions[1], [.. captured, .. state]).Outputs;
            state = outputs[..carried];
            for (int s = 0; s < rows.Length; s++)
                rows[s].Add(outputs[carried + s]);
        }

        if (node.Text("symbol") is { Length: > 0 } symbol)
            _symbols[symbol] = count;
        return [.. state, .. rows.Select((r, i) => Stacked(node.Results[carried + i], r))];
    }

    private NdArray Stacked(TensorType type, IEnumerable<NdArray> rows) => new(Lengths(type.Shape), [.. rows.SelectMany(r => r.Items)]);

    private int Length(Dim dim) => checked((int)dim.Evaluate(_symbols));

    private int[] Lengths(Shape shape) => [.. shape.Dims.Select(Length)];

    private static long[] Axes(Node node) => [.. node.Integers("axes")];
}
