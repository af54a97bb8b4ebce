using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>What a value of a loop's body depends on.</summary>
internal enum StepKind
{
    /// <summary>On the index or on carried values, or it is computed by what must stay in the loop.</summary>
    Inside,

    /// <summary>On nothing that changes: it is the same in every iteration.</summary>
    Same,

    /// <summary>On rows of sliced values: iteration i's is row i of one value that can be computed for all iterations at once.</summary>
    Row,
}

/// <summary>Computes values of a loop's body outside of it: once, or for all iterations at once with the iterations as first axis.</summary>
internal sealed class StepBatch
{
    private readonly LoopParts _loop;
    private readonly GraphBuilder _builder;
    private readonly StepKind[] _kinds;
    private readonly HashSet<string> _counts;
    private readonly Dictionary<Value, Value> _once = [];
    private readonly Dictionary<Value, Value> _stacked = [];
    private readonly Dictionary<Value, Value> _flat = [];

    /// <param name="loop">The loop.</param>
    /// <param name="operands">Its operands as values of the graph under construction.</param>
    /// <param name="builder">The graph around the loop.</param>
    public StepBatch(LoopParts loop, EquatableArray<Value> operands, GraphBuilder builder)
    {
        _loop = loop;
        _builder = builder;
        foreach (int o in loop.CapturedOperands)
            _once[loop.Inputs[o + 1]] = operands[o];
        foreach (int o in loop.SlicedOperands)
            _stacked[loop.Inputs[o + 1]] = operands[o];
        _counts = LoopParts.LateCounts(loop.Body);
        _kinds = new StepKind[loop.Body.Nodes.Count];
        for (int i = 0; i < _kinds.Length; i++)
            _kinds[i] = Kind(i);
    }

    /// <summary>What a value depends on.</summary>
    public StepKind KindOf(Value value) => _kinds[value.Node];

    /// <summary>The value, which is the same in every iteration, outside of the loop.</summary>
    public Value Once(Value value)
    {
        if (!_once.TryGetValue(value, out Value outside))
        {
            Node node = _loop.Body.Nodes[value.Node];
            _once[value] = outside = _builder.Add(node with { Operands = node.Operands.Select(Once).ToEquatableArray() });
        }

        return outside;
    }

    /// <summary>The values of all iterations, row after row.</summary>
    public Value Stacked(Value value)
    {
        if (!_stacked.TryGetValue(value, out Value outside))
        {
            _builder.Origin = Origin.None;
            _stacked[value] = outside = KindOf(value) == StepKind.Same ? Repeated(value) : IsFlat(value) ? Expr(Flat(value)).Reshape(Shape(value)).Value : Batched(value);
        }

        return outside;
    }

    /// <summary>The values of all iterations of a matrix, one below the other: what one product takes or gives.</summary>
    public Value Flat(Value value)
    {
        if (_flat.TryGetValue(value, out Value outside))
            return outside;
        Node node = _loop.Body.Nodes[value.Node];
        Shape rows = _loop.Body.TypeOf(value).Shape, flat = new([_loop.Count * rows[0], rows[1]]);
        if (KindOf(value) == StepKind.Row && node.Op == "matmul")
            outside = _builder.Add(node with { Operands = [Flat(node.Operands[0]), Once(node.Operands[1])] });
        else if (KindOf(value) == StepKind.Row && OpTable.IsElementwise(node.Op))
            outside = _builder.Add(node with { Operands = node.Operands.Select(Flat).ToEquatableArray() });
        else if (KindOf(value) == StepKind.Same && node.Op == "broadcast" && !node.Integers("axes").Contains(0))
            outside = Expr(Once(node.Operands[0])).BroadcastTo(flat, node.Integers("axes")).Value;
        else
            outside = Expr(Stacked(value)).Reshape(flat).Value;
        return _flat[value] = outside;
    }

    private Expr Expr(Value value) => new(_builder, value);

    private Shape Shape(Value value) => new([_loop.Count, .. _loop.Body.TypeOf(value).Shape.Dims]);

    // Whether the value is best computed as one matrix: a product of rows with what stays, and what follows it element by element.
    private bool IsFlat(Value value)
    {
        Node node = _loop.Body.Nodes[value.Node];
        return node.Type.Shape.Rank == 2 && KindOf(value) == StepKind.Row
            && ((node.Op == "matmul" && KindOf(node.Operands[1]) == StepKind.Same) || (OpTable.IsElementwise(node.Op) && node.Operands.Any(IsFlat)));
    }

    private Value Repeated(Value value) => Expr(Once(value)).BroadcastTo(Shape(value), Enumerable.Range(1, Shape(value).Rank - 1).Select(a => (long)a)).Value;

    // The operation with one axis more, the first, in all its operands.
    private Value Batched(Value value)
    {
        Node node = _loop.Body.Nodes[value.Node];
        Value[] operands = [.. node.Operands.Select(Stacked)];
        EquatableArray<NodeAttribute> attributes = node.Attributes.Select(a => (node.Op, a.Key) switch
        {
            ("broadcast", "axes") => NodeAttribute.Integers(a.Key, node.Integers(a.Key).Select(x => x + 1).Prepend(0)),
            ("transpose", "permutation") => NodeAttribute.Integers(a.Key, node.Integers(a.Key).Select(x => x + 1).Prepend(0)),
            (_, "axes" or "axis") => NodeAttribute.Integers(a.Key, node.Integers(a.Key).Select(x => x + 1)),
            (_, "lengths") => NodeAttribute.Dims(a.Key, node.Dims(a.Key).Prepend(_loop.Count)),
            _ => a,
        }).ToEquatableArray();
        return _builder.Add(node with { Operands = operands.ToEquatableArray(), Attributes = attributes });
    }

    private StepKind Kind(int index)
    {
        Node node = _loop.Body.Nodes[index];
        var value = new Value(index);
        if (IsCountedInside(node))
            return StepKind.Inside;
        if (node.Op is "constant" or "dimension" or "setting")
            return StepKind.Same;
        if (node.Op == "input")
            return _once.ContainsKey(value) ? StepKind.Same : _stacked.ContainsKey(value) ? StepKind.Row : StepKind.Inside;
        if (!CannotFail(node) || node.Operands.Any(o => KindOf(o) == StepKind.Inside))
            return StepKind.Inside;
        return node.Operands.All(o => KindOf(o) == StepKind.Same) ? StepKind.Same : HasBatch(node) ? StepKind.Row : StepKind.Inside;
    }

    // A length that a while loop of the body counts is not known outside.
    private bool IsCountedInside(Node node)
        => _counts.Count > 0 && node.Results.SelectMany(t => t.Shape.Dims).Concat(node.Attributes.SelectMany(a => node.Dims(a.Key))).SelectMany(d => d.Symbols).Any(_counts.Contains);

    // What is moved out of a loop is computed even where the loop does not run: it must not throw.
    private bool CannotFail(Node node) => node.Op switch
    {
        "matmul" or "reduce_sum" or "reduce_max" or "reduce_min" or "log_sum_exp" or "softmax" or "log_softmax" or "broadcast" or "transpose" or "pad" or "concat" or "convert" => true,
        "reshape" => !node.Flag("checked"),
        "slice" => IsWithin(node),
        // A whole number divided by zero is an error.
        _ => OpTable.IsElementwise(node.Op) && node.Type.Element != ElementType.I32,
    };

    private bool IsWithin(Node slice)
    {
        Dim start = slice.Dim("start"), length = slice.Dim("length"), axis = _loop.Body.TypeOf(slice.Operands[0]).Shape[(int)slice.Integer("axis")];
        return start.Constant >= 0 && length.Constant >= 0 && (axis - start - length).Constant >= 0;
    }

    private bool HasBatch(Node node) => node.Op switch
    {
        "convert" => false,
        "matmul" when KindOf(node.Operands[1]) == StepKind.Same => node.Type.Shape.Rank == 2 && !node.Flag("transposeA"),
        "matmul" => KindOf(node.Operands[0]) == StepKind.Row,
        // Functions of numbers have no form over tensors.
        _ => !node.Type.IsScalar || node.Op.StartsWith("reduce", StringComparison.Ordinal),
    };
}
