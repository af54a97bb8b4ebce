namespace AutoGrad.Compiler.Tests.RandomGraphs;

/// <summary>
/// Losses of random recurrences: one or two states of [batch, 4] that a loop over the rows of x [steps, batch, 4] updates by random products
/// with weights, biases, gates cut out of wider products, joins, and what does not wait for the states at all; forwards or backwards, with or
/// without stacks and a sum that is only gathered, and with what is read of the states afterwards. One seed, one graph.
/// </summary>
internal sealed class RandomRecurrence
{
    private static readonly Dim s_batch = Dim.Symbol("batch");
    private static readonly Shape s_state = new([s_batch, 4]);

    private readonly System.Random _random;
    private readonly GraphBuilder _body = new("body");
    private readonly List<Expr> _states = [];
    private readonly Dictionary<string, Expr> _weights = [];

    private readonly Dim _steps;

    private RandomRecurrence(int seed, Dim steps)
    {
        _random = new System.Random(seed);
        _steps = steps;
    }

    /// <summary>The graph of a seed, for a number of steps that is known, or else the symbol <c>steps</c>.</summary>
    public static Graph Create(int seed, int? steps = null) => new RandomRecurrence(seed, steps is { } known ? known : Dim.Symbol("steps")).Build();

    private Graph Build()
    {
        var builder = new GraphBuilder("g");
        Value x = builder.Input("x", new TensorType(ElementType.F64, new Shape([_steps, s_batch, 4])));
        (string Name, Shape Shape)[] weights = [("u", new([4, 4])), ("v", new([4, 4])), ("wide", new([4, 8])), ("b", new([4])), ("c", new([8])), ("m", s_state)];
        Value[] captured = [.. weights.Select(w => w.Name == "m"
            ? builder.Input(w.Name, new TensorType(ElementType.F64, w.Shape)) : builder.Parameter(w.Name, new TensorType(ElementType.F64, w.Shape)))];
        int states = _random.Next(1, 3);
        bool gathers = _random.Next(3) == 0;
        Value[] starts = [.. Enumerable.Range(0, states).Select(i => _random.Next(2) == 0
            ? new Expr(builder, builder.Constant(0, ElementType.F64)).BroadcastTo(s_state, []).Value
            : builder.Parameter($"h{i}", new TensorType(ElementType.F64, s_state)))];

        _body.Input("t", new TensorType(ElementType.I32, Shape.Scalar));
        foreach ((string name, Shape shape) in weights)
            _weights[name] = new Expr(_body, _body.Input(name, new TensorType(ElementType.F64, shape)));
        _states.AddRange(starts.Select((_, i) => new Expr(_body, _body.Input($"h{i}", new TensorType(ElementType.F64, s_state)))));
        Expr gathered = gathers ? new Expr(_body, _body.Input("gathered", new TensorType(ElementType.F64, s_state))) : default;
        if (gathers)
            starts = [.. starts, new Expr(builder, builder.Constant(0, ElementType.F64)).BroadcastTo(s_state, []).Value];
        var row = new Expr(_body, _body.Input("xRow", new TensorType(ElementType.F64, s_state)));
        List<Expr> values = [row, .. _states];
        for (int i = _random.Next(3, 9); i > 0; i--)
            values.Add(Step(values));
        for (int i = 0; i < states; i++)
            _body.Output($"h{i}", (Recent(values) + _states[i]).Apply("tanh").Value);
        if (gathers)
            _body.Output("gathered", (gathered + Recent(values)).Value);
        int stacks = _random.Next(3);
        for (int i = 0; i < stacks; i++)
            _body.Output($"stack{i}", _random.Next(4) switch { 0 => _states[0].Value, 1 => _body.Build().Outputs[0].Value, _ => Recent(values).Value });

        List<NodeAttribute> attributes = [NodeAttribute.Integers("captured", [captured.Length]), NodeAttribute.Integers("carried", [starts.Length]), NodeAttribute.Dims("count", [_steps])];
        if (_random.Next(3) == 0)
            attributes.Add(NodeAttribute.Flag("reverse"));
        Value loop = builder.Add(new Node("loop", [.. captured, .. starts, x], attributes.ToEquatableArray(), [_body.Build()], [], Origin.None));
        Expr[] read = [.. Enumerable.Range(0, starts.Length + stacks).Select(r => new Expr(builder, loop with { Result = r }))];
        Expr loss = read.Select((r, i) => ((0.5 + i) * r).Apply("sin")).Select(r => r.Sum(r.AllAxes)).Aggregate((a, b) => a + b);
        // Every weight has a path, whatever the body reads.
        for (int i = 0; i < builder.Count; i++)
        {
            if (builder[i].Op != "parameter")
                continue;
            var weight = new Expr(builder, new Value(i));
            loss += weight.Sum(weight.AllAxes) / new Expr(builder, builder.Constant(10, ElementType.F64));
        }

        builder.Output("loss", loss.Value);
        return GraphVerifier.Verify(builder.Build(), OpTable.Find);
    }

    private Expr Recent(List<Expr> values) => values[_random.Next(2) == 0 ? ^1 : _random.Next(values.Count)];

    private Expr Step(List<Expr> values)
    {
        Expr x = Recent(values), y = values[_random.Next(values.Count)];
        return _random.Next(10) switch
        {
            0 or 1 => Product(x, _random.Next(2) == 0 ? "u" : "v", _random.Next(3) == 0),
            2 => Product(x, "u", false) + Product(y, "v", false) + Bias("b"),
            3 or 4 => Gated(x, y),
            5 => (x * y).Apply("tanh"),
            6 => x + Bias("b"),
            7 => Joined(x, y),
            8 => x.Apply("sin") * _weights["m"].Apply("cos"),
            _ => Expr.Where(x > y, x, 0.5 * y),
        };
    }

    private Expr Product(Expr x, string weight, bool transposes) => new(_body, MatMul.Build(_body, x.Value, _weights[weight].Value, false, transposes));

    private Expr Bias(string name) => _weights[name].BroadcastTo(new Shape([s_batch, _weights[name].Type.Shape[0]]), [1]);

    private Expr Half(Expr x, int index) => new(_body, _body.Add("slice", [x.Value], NodeAttribute.Integers("axis", [1]), NodeAttribute.Dims("start", [4 * index]), NodeAttribute.Dims("length", [4])));

    private Expr Gated(Expr x, Expr y)
    {
        Expr both = Product(x, "wide", false) + Bias("c");
        return Half(both, 0).Apply("sigmoid") * y + Half(both, 1).Apply("tanh");
    }

    private Expr Joined(Expr x, Expr y)
    {
        var both = new Expr(_body, _body.Add("concat", [x.Value, y.Value], NodeAttribute.Integers("axis", [1])));
        return Half(both.Apply("tanh") * Bias("c"), _random.Next(2));
    }
}
