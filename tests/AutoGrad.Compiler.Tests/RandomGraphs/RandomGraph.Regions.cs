namespace AutoGrad.Compiler.Tests.RandomGraphs;

/// <content>Calls, loops and choices of regions, which are random graphs themselves.</content>
internal sealed partial class RandomGraph
{
    private Expr? Region() => _random.Next(3) switch
    {
        0 => Call(),
        1 => Loop(),
        _ => Cond(),
    };

    private Expr Call()
    {
        Expr[] arguments = [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Any())];
        Graph callee = Body("callee", arguments.Select(a => a.Type), _mayStop, body => [body._values[^1], .. _random.Next(2) == 0 ? [body._values[0]] : Array.Empty<Expr>()]);
        return Add("call", arguments, [], [callee]);
    }

    private Expr Cond()
    {
        Expr[] captured = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Any())];
        TensorType[] results = [captured[0].Type, Any().Type];
        Expr condition = Mean(Any()) > Pick(0, 0.2, -5);
        Graph Branch(string name) => Body(name, captured.Select(c => c.Type), false, body => results.Select(t => Fit(body.Any(), t)));
        return Add("cond", [condition, .. captured], [], [Branch("then"), Branch("otherwise")]);
    }

    private Expr Loop()
    {
        Dim count = Pick<Dim>(2, 3, s_steps);
        Expr[] captured = [.. Enumerable.Range(0, _random.Next(0, 3)).Select(_ => Any())], carried = [.. Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Any())];
        Expr[] sliced = [.. _values.Where(v => v.Type.Shape.Rank > 0 && v.Type.Shape[0].Equals(count)).Take(_random.Next(3))];
        IEnumerable<TensorType> inputs = [new TensorType(ElementType.I32, Shape.Scalar), .. captured.Concat(carried).Select(v => v.Type), .. sliced.Select(s => s.Type with { Shape = s.Type.Shape.Without([0]) })];
        bool stacks = _random.Next(2) == 0;
        Graph region = Body("body", inputs, false, body => carried.Select(c => Fit(body.Any(), c.Type)).Concat(stacks ? [body.Any()] : []));
        List<NodeAttribute> attributes = [NodeAttribute.Integers("captured", [captured.Length]), NodeAttribute.Integers("carried", [carried.Length]), NodeAttribute.Dims("count", [count])];
        if (_random.Next(3) == 0)
            attributes.Add(NodeAttribute.Flag("reverse"));
        return Add("loop", [.. captured, .. carried, .. sliced], attributes, [region]);
    }

    private Graph Body(string name, IEnumerable<TensorType> inputs, bool mayStop, Func<RandomGraph, IEnumerable<Expr>> outputs)
    {
        var builder = new GraphBuilder(name);
        var body = new RandomGraph(_random, builder, _depth + 1, mayStop);
        foreach (TensorType type in inputs)
        {
            var input = new Expr(builder, builder.Input($"i{builder.Count}", type));
            if (type.IsDifferentiable)
                body._values.Add(input);
        }

        body.Grow(_random.Next(1, 5));
        foreach (Expr output in outputs(body))
            builder.Output($"o{builder.Count}.{output.Value}", output.Value);
        Graph graph = builder.Build();
        return graph with { Outputs = graph.Outputs.Select((o, i) => o with { Name = $"o{i}" }).ToEquatableArray() };
    }

    // A value of the wanted type: the value itself, or its mean everywhere.
    private static Expr Fit(Expr value, TensorType type) => value.Type == type ? value : Mean(value).Apply("sin").BroadcastTo(type.Shape, []);

    private Expr Add(string op, IEnumerable<Expr> operands, IEnumerable<NodeAttribute> attributes, EquatableArray<Graph> regions)
    {
        Value added = _builder.Add(new Node(op, operands.Select(o => o.Value).ToEquatableArray(), attributes.ToEquatableArray(), regions, [], Origin.None));
        int results = _builder[added.Node].Results.Count;
        for (int r = 1; r < results; r++)
            _values.Add(new Expr(_builder, added with { Result = r }));
        return new(_builder, added);
    }
}
