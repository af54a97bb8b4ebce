using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// The derivative of a loop: the loop, extended by stacks of what its backward pass reads, and a loop over the same iterations the other way
/// that carries the cotangents of the carried values and the sums of those of the captured ones. Saved are the carried values as each
/// iteration found them and what is dear to compute; cheap arithmetic is done again.
/// </summary>
internal sealed class LoopDerivative
{
    private static readonly HashSet<string> s_cheap =
    [
        "add", "subtract", "multiply", "negate", "maximum", "minimum", "select", "abs", "sign", "relu", "stop_gradient", "broadcast", "reshape", "constant", "dimension", "setting", "convert", "row",
        "greater", "greater_equal", "less", "less_equal", "equal", "not_equal", "and", "or", "not",
    ];

    // One instruction each: to write and read the result takes as long.
    private static readonly HashSet<string> s_cheapNumbers = ["divide", "sqrt"];

    private readonly Node _loop;
    private readonly Graph _body;
    private readonly bool[] _activeInputs;
    private readonly bool[] _activeOutputs;
    private readonly int _first;
    private readonly int _captured;
    private readonly int _carried;
    private readonly List<Value> _saved = [];
    private readonly GraphBuilder _all;
    private readonly int _primalCount;
    private readonly Dictionary<int, Value> _outputCotangents = [];
    private readonly Value?[] _inputCotangents;
    private readonly Value[] _inputs;

    // The error gradients of an iteration that the backward loop hands out.
    private readonly List<RecordedError> _recorded = [];

    // The counts of while loops in the body.
    private readonly HashSet<string> _inner;

    /// <param name="loop">The node, its operands as values of the graph under construction.</param>
    /// <param name="activeOperands">Which operands gradients flow to.</param>
    /// <param name="recordsErrors">Whether the backward loop hands out the error gradients of named variables.</param>
    public LoopDerivative(Node loop, bool[] activeOperands, bool recordsErrors = false)
    {
        _loop = loop;
        _body = loop.Regions[loop.Regions.Count - 1];
        _first = loop.Op == "loop" ? 1 : 0;
        _captured = (int)loop.Integer("captured");
        _carried = Activity.CarriedCount(loop);
        _activeInputs = Activity.BodyInputs(loop, activeOperands);
        _activeOutputs = Activity.Outputs(_body, _activeInputs);

        // The body and its backward pass in one graph, from which the two regions are cut.
        _all = new GraphBuilder(_body.Name);
        EquatableArray<Value> inputs = _body.Inputs;
        var reverse = new ReverseMode(_body, _all, Activity.Of(_body, inputs.Where((v, i) => _activeInputs[i] && _body.TypeOf(v).IsDifferentiable)));
        reverse.CopyPrimal();
        _primalCount = _all.Count;
        _inner = [.. _body.Find("while").Select(i => _body.Nodes[i].Text("symbol"))];
        _inputs = [.. inputs.Select(reverse.Primal)];
        for (int o = 0; o < _body.Outputs.Count; o++)
        {
            if (!_activeOutputs[o])
                continue;
            Value output = _body.Outputs[o].Value;
            _outputCotangents[o] = _all.Input(GradientNames.Of(_body.Outputs[o].Name), _body.TypeOf(output));
            reverse.Seed(output, _outputCotangents[o]);
        }

        reverse.Pull();
        if (recordsErrors)
            _recorded.AddRange(RecordErrors.OfIteration(_all, _body, reverse));
        _inputCotangents = [.. inputs.Select((v, i) => _activeInputs[i] ? reverse.Cotangent(v) : null)];
        FindSaved();
        Extended = Extend(_body.Outputs.Select(o => o with { Value = reverse.Primal(o.Value) }));
    }

    /// <summary>The loop with stacks of the saved values behind its own results.</summary>
    public Node Extended { get; }

    /// <summary>What the backward loop recorded, once it was added.</summary>
    public IReadOnlyList<LoopRecord> Records { get; private set; } = [];

    /// <summary>Adds the backward loop; gives the cotangents of the operands, null for those that are not active.</summary>
    public Value?[] Pull(GraphBuilder builder, int extended, Value?[] flowing)
    {
        int[] carried = [.. Enumerable.Range(0, _carried).Where(c => _activeInputs[_first + _captured + c])];
        int[] captured = [.. Enumerable.Range(0, _captured).Where(c => _activeInputs[_first + c])];
        int slicedCount = _loop.Operands.Count - _captured - _carried;
        int[] sliced = [.. Enumerable.Range(0, slicedCount).Where(s => _activeInputs[_first + _captured + _carried + s])];
        int[] stacks = [.. Enumerable.Range(_carried, _body.Outputs.Count - _carried).Where(o => _activeOutputs[o])];

        Value Zero(TensorType type) => new Expr(builder, builder.Constant(0, type.Element)).BroadcastTo(type.Shape, []).Value;
        Value Flowing(int result) => flowing[result] ?? Zero(_loop.Results[result]);
        List<Value> operands =
        [
            .. _loop.Operands.Take(_captured),
            .. carried.Select(Flowing),
            .. captured.Select(c => Zero(builder.TypeOf(_loop.Operands[c]))),
            .. _loop.Operands.Skip(_captured + _carried),
            .. _saved.Select((_, s) => new Value(extended, _body.Outputs.Count + s)),
            .. stacks.Select(Flowing),
        ];
        Dim count = _loop.Op == "loop" ? _loop.Dim("count") : Dim.Symbol(_loop.Text("symbol"));
        List<NodeAttribute> attributes =
        [
            NodeAttribute.Dims("count", [count]),
            NodeAttribute.Integers("captured", [_captured]),
            NodeAttribute.Integers("carried", [carried.Length + captured.Length]),
        ];
        if (!_loop.Flag("reverse"))
            attributes.Add(NodeAttribute.Flag("reverse"));
        Graph body = Backward(carried, captured, sliced, stacks);
        Value added = builder.Add(new Node("loop", operands.ToEquatableArray(), attributes.ToEquatableArray(), [body], [], builder.Origin));

        var cotangents = new Value?[_loop.Operands.Count];
        for (int c = 0; c < carried.Length; c++)
            cotangents[_captured + carried[c]] = added with { Result = c };
        for (int c = 0; c < captured.Length; c++)
            cotangents[captured[c]] = added with { Result = carried.Length + c };
        for (int s = 0; s < sliced.Length; s++)
            cotangents[_captured + _carried + sliced[s]] = added with { Result = carried.Length + captured.Length + s };
        int first = carried.Length + captured.Length + sliced.Length;
        Records = [.. _recorded.Select((r, i) => new LoopRecord(r.Variable, added with { Result = first + (2 * i) }, added with { Result = first + (2 * i) + 1 }, count))];
        return cotangents;
    }

    private Node Extend(IEnumerable<GraphOutput> outputs)
    {
        Graph all = _all.Build();
        GraphOutput[] saved = [.. _saved.Select((v, i) => new GraphOutput(FormattableString.Invariant($"{(_all[v.Node].Origin.Name is { } name ? name + "Steps" : "saved")}.{_body.Outputs.Count + i}"), v))];
        var region = new Graph(_body.Name, all.Nodes.Take(_primalCount).ToEquatableArray(), [.. outputs, .. saved]);
        return _loop with { Regions = _loop.Regions.With(_loop.Regions.Count - 1, region), Results = [] };
    }

    private Graph Backward(int[] carried, int[] captured, int[] sliced, int[] stacks)
    {
        var region = new GraphBuilder(_body.Name + "Backward");
        var map = new Dictionary<Value, Value>();
        Value Add(string name, TensorType type) => region.Input(name, type);
        TensorType TypeOf(Value v) => _all.TypeOf(v);
        string NameOf(Value v) => _all[v.Node].Origin.Name ?? "value";

        Value index = Add("index", new TensorType(ElementType.I32, Shape.Scalar));
        if (_first == 1)
            map[_inputs[0]] = index;
        for (int c = 0; c < _captured; c++)
            map[_inputs[_first + c]] = Add(NameOf(_inputs[_first + c]), TypeOf(_inputs[_first + c]));
        Value[] flowing = [.. carried.Select(c => Add(GradientNames.Of(_body.Outputs[c].Name), TypeOf(_inputs[_first + _captured + c])))];
        Value[] sums = [.. captured.Select(c => Add(GradientNames.Of(NameOf(_inputs[_first + c])), TypeOf(_inputs[_first + c])))];
        foreach (Value row in _inputs.Skip(_first + _captured + _carried))
            map[row] = Add(NameOf(row), TypeOf(row));
        foreach (Value value in _saved)
            map[value] = Add(NameOf(value), TypeOf(value));
        foreach (int o in stacks)
            map[_outputCotangents[o]] = Add(GradientNames.Of(_body.Outputs[o].Name), TypeOf(_outputCotangents[o]));
        for (int c = 0; c < carried.Length; c++)
        {
            if (_outputCotangents.TryGetValue(carried[c], out Value cotangent))
                map[cotangent] = flowing[c];
        }

        foreach (int i in Needed())
        {
            Node node = _all[i];
            if (map.ContainsKey(new Value(i)) && node.Results.Count == 1)
                continue;
            Value copy = region.Add(node with { Operands = node.Operands.Select(o => map[o]).ToEquatableArray() });
            for (int r = 0; r < node.Results.Count; r++)
            {
                if (!map.ContainsKey(new Value(i, r)))
                    map[new Value(i, r)] = copy with { Result = r };
            }
        }

        Value Gradient(int input) => _inputCotangents[input] is { } g ? map[g] : new Expr(region, region.Constant(0, TypeOf(_inputs[input]).Element)).BroadcastTo(TypeOf(_inputs[input]).Shape, []).Value;
        for (int c = 0; c < carried.Length; c++)
            region.Output(FormattableString.Invariant($"carried.{c}"), Gradient(_first + _captured + carried[c]));
        for (int c = 0; c < captured.Length; c++)
        {
            Value sum = _inputCotangents[_first + captured[c]] is { } g ? region.Add("add", [sums[c], map[g]]) : sums[c];
            region.Output(FormattableString.Invariant($"captured.{c}"), sum);
        }

        for (int s = 0; s < sliced.Length; s++)
            region.Output(FormattableString.Invariant($"sliced.{s}"), Gradient(_first + _captured + _carried + sliced[s]));
        foreach (RecordedError record in _recorded)
        {
            region.Output("largest." + record.Variable, map[record.Largest]);
            region.Output("means." + record.Variable, map[record.Means]);
        }

        return region.Build();
    }

    // The primal values that the backward pass reads and does not compute again.
    private void FindSaved()
    {
        var saved = new HashSet<Value>();
        Walk(saved);
        _saved.AddRange(saved.OrderBy(v => v.Node).ThenBy(v => v.Result));
        // The backward loop runs as often as the loop did: by what it reads of it, it stays behind it, and the loop is not dropped.
        if (_saved.Count == 0 && _loop.Op == "while")
            _saved.Add(_inputs.Skip(_first + _captured).Take(_carried).OrderBy(v => _all.TypeOf(v).IsScalar ? 0 : 1).First());
    }

    // The nodes of the backward region: all that the cotangents depend on, up to what is saved.
    private List<int> Needed() => Walk([]);

    private List<int> Walk(HashSet<Value> saved)
    {
        var needed = new HashSet<int>();
        var queue = new Stack<Value>(_inputCotangents.Where(c => c is not null).Select(c => c!.Value).Concat(_recorded.SelectMany(r => new[] { r.Largest, r.Means })));
        while (queue.Count > 0)
        {
            Value value = queue.Pop();
            if (IsSaved(value))
            {
                saved.Add(value);
                continue;
            }

            Node node = _all[value.Node];
            if (node.Op == "input" || !needed.Add(value.Node))
                continue;
            foreach (Value operand in node.Operands)
                queue.Push(operand);
            // A length that an inner loop counts is counted again.
            foreach (string symbol in _inner.Count > 0 ? node.Symbols.Where(_inner.Contains) : [])
                queue.Push(new Value(Enumerable.Range(0, _primalCount).First(i => _all[i].Op == "while" && _all[i].Text("symbol") == symbol)));
        }

        return [.. needed.OrderBy(i => i)];
    }

    private bool IsSaved(Value value)
    {
        if (value.Node >= _primalCount)
            return false;
        Node node = _all[value.Node];
        if (node.Op == "input")
            return Array.IndexOf(_inputs, value) is var i && i >= _first + _captured && i < _first + _captured + _carried;
        // A row of a stack must have a length that is known before the loop: what an inner loop leaves behind is computed again.
        bool isLate = _all.TypeOf(value).Shape.Dims.SelectMany(d => d.Symbols).Any(_inner.Contains);
        bool isCheap = s_cheap.Contains(node.Op) || (node.Type.IsScalar && s_cheapNumbers.Contains(node.Op));
        return !isCheap && !isLate && !IsIndex(value) && OpTable.Get(node.Op) is not ControlFlowOp;
    }

    // What is computed of the index is computed again.
    private bool IsIndex(Value value) => _all.TypeOf(value) == new TensorType(ElementType.I32, Shape.Scalar);
}
