namespace AutoGrad.Compiler.Tests.RandomGraphs;

/// <summary>
/// Graphs of random operations over a few small shapes, so that values meet: chains, broadcasts, reductions, products, shared subexpressions,
/// slices and joins, choices, stops, calls, loops. The result is the sum of the means of all that nothing else reads. One seed, one graph.
/// </summary>
internal sealed partial class RandomGraph
{
    private static readonly Dim s_batch = Dim.Symbol("batch"), s_steps = Dim.Symbol("steps");

    private readonly System.Random _random;
    private readonly GraphBuilder _builder;
    private readonly List<Expr> _values = [];
    private readonly bool _mayStop;
    private readonly int _depth;

    private RandomGraph(System.Random random, GraphBuilder builder, int depth, bool mayStop)
    {
        _random = random;
        _builder = builder;
        _depth = depth;
        _mayStop = mayStop;
    }

    /// <summary>The symbols of all graphs.</summary>
    public static Dictionary<string, long> Symbols => new() { ["batch"] = 3, ["steps"] = 2 };

    /// <summary>The graph of a seed, in which every parameter reaches the result by a path that has a derivative.</summary>
    public static Graph Create(int seed)
    {
        foreach (bool addsAll in new[] { false, true })
        {
            Graph graph = Build(new System.Random(seed), addsAll);
            try
            {
                // What only a loop's dead parts read is no path: pruned, the graph does not have the parameter any more.
                Graph gradient = Differentiate.Run(PruneLoops.Run(EliminateDeadCode.Run(Everywhere.Of(Inline.Run)(graph))));
                string[] parameters = [.. graph.Find("parameter").Select(i => "gradient." + graph.Nodes[i].Text("name"))];
                if (parameters.All(name => gradient.Output(name) is not null))
                    return graph;
            }
            catch (NotDifferentiableException) when (!addsAll)
            {
            }
        }

        throw new InvalidOperationException("unreachable");
    }

    /// <summary>Numbers for a graph that lie away from kinks, or null where none are found.</summary>
    public static Bindings? Sample(Graph graph, System.Random random)
    {
        for (int attempt = 0; attempt < 60; attempt++)
        {
            Bindings bindings = Bindings.Sample(graph, Symbols, random, _ => (-1.5, 1.5));
            if (Kinks.Distance(graph, bindings) > 0.005 && Math.Abs(Interpreter.Run(graph, bindings).Outputs[0].Only) < 1e4)
                return bindings;
        }

        return null;
    }

    private static Graph Build(System.Random random, bool addsAll)
    {
        var builder = new GraphBuilder("g");
        var graph = new RandomGraph(random, builder, depth: 0, mayStop: true);
        int parameters = random.Next(1, 4), inputs = random.Next(1, 4);
        for (int i = 0; i < parameters; i++)
            graph._values.Add(new Expr(builder, builder.Parameter($"w{i}", new TensorType(ElementType.F64, graph.AnyShape()))));
        for (int i = 0; i < inputs; i++)
            graph._values.Add(new Expr(builder, builder.Input($"x{i}", new TensorType(ElementType.F64, graph.AnyShape()))));
        graph.Grow(random.Next(2, 18));

        HashSet<Value> read = [.. Enumerable.Range(0, builder.Count).SelectMany(i => builder[i].Operands)];
        Expr[] sinks = [.. graph._values.Where(v => !read.Contains(v.Value) || (addsAll && builder[v.Value.Node].Op == "parameter"))];
        Expr result = sinks.Select(s => Mean(builder[s.Value.Node].Op == "parameter" ? s * s : s)).Aggregate((x, y) => x + y);
        builder.Output("result", result.Value);
        return GraphVerifier.Verify(builder.Build(), OpTable.Find);
    }

    private void Grow(int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            Expr? next = Step();
            if (next is { } value && _random.Next(4) == 0)
                _builder.Name(value.Value, $"v{_builder.Count}");
            if (next is { } added && added.Type.IsDifferentiable && !_values.Any(v => v.Value == added.Value))
                _values.Add(added);
        }
    }

    private Expr? Step() => _random.Next(22) switch
    {
        0 or 1 or 2 => Unary(Any()),
        3 or 4 or 5 or 6 => Binary(),
        7 => WithNumber(Any()),
        8 or 9 => Reduction(Any()),
        10 => Repetition(Any()),
        11 => Rearrangement(Any()),
        12 => Part(Any()),
        13 => Join(),
        14 or 15 => Product(),
        16 => Normalization(Any()),
        17 => Choice(),
        18 => Again(),
        19 => _mayStop ? Any().Apply("stop_gradient") : Unary(Any()),
        20 => OfNumber(Mean(Any())),
        _ => _depth < 2 ? Region() : Unary(Any()),
    };

    private Expr Any() => _values[_random.Next(2) == 0 ? _random.Next(_values.Count) : Math.Max(0, _values.Count - 1 - _random.Next(3))];

    private T Pick<T>(params T[] items) => items[_random.Next(items.Length)];

    private Shape AnyShape() => Pick(
        Leaves(), Leaves(4), Leaves(3), Leaves(1), Leaves(s_batch), Leaves(3, 4), Leaves(s_batch, 4), Leaves(1, 4), Leaves(3, 1),
        Leaves(4, 5), Leaves(2, 3, 4), Leaves(s_steps, s_batch, 4), Leaves(2, 1, 4), Leaves(s_steps, 4));

    private static Shape Leaves(params Dim[] dims) => new(dims.ToEquatableArray());

    private static Expr Mean(Expr x) => x.Sum(x.AllAxes) / new Expr(x.Builder, x.Builder.Dimension(x.Type.Shape.Count, x.Type.Element));
}
