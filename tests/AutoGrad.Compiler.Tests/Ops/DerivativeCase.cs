namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>
/// One computation whose gradient is compared with differences: <paramref name="Build"/> adds it to a graph over parameters <c>x</c>,
/// <c>y</c> ... and returns the result, of any shape. Numbers are drawn from <paramref name="Low"/> to <paramref name="High"/>.
/// </summary>
internal sealed record DerivativeCase(string Subject, string Variant, Func<GraphBuilder, Value> Build, double Low = -2, double High = 2)
{
    private static readonly Dictionary<string, long> s_symbols = new() { ["batch"] = 3, ["time"] = 2 };

    public string Name => $"{Subject} {Variant}";

    /// <summary>sum(result * weights): each element of the result has a cotangent of its own.</summary>
    public Graph Graph()
    {
        var builder = new GraphBuilder("case");
        var result = new Expr(builder, Build(builder));
        var weights = new Expr(builder, builder.Input("weights", result.Type));
        Expr weighted = result * weights;
        builder.Output("result", weighted.Sum(weighted.AllAxes).Value);
        return GraphVerifier.Verify(builder.Build(), OpTable.Find);
    }

    /// <summary>
    /// The gradient along a direction, as a computation whose own gradient is a product with the Hessian: asked for in reverse mode or in
    /// forward mode. The squares are there because the gradient of what is linear does not depend on anything.
    /// </summary>
    public DerivativeCase Again(string mode) => new(Subject, $"{Variant}, {mode} again", builder =>
    {
        Graph graph = Graph();
        Graph function = graph with { Nodes = graph.Nodes.Select(n => n.Op == "parameter" ? n with { Op = "input" } : n).ToEquatableArray() };
        Value[] arguments = [.. graph.Nodes.Where(n => n.Op is "input" or "parameter").Select(n => n.Op == "input"
            ? builder.Input("function." + n.Text("name"), n.Type) : builder.Parameter(n.Text("name"), n.Type))];
        int[] wanted = [.. Enumerable.Range(0, arguments.Length).Where(i => builder[arguments[i].Node].Op == "parameter")];
        Value[] directions = [.. wanted.Select(w => builder.Input(function.Nodes[function.Inputs[w].Node].Text("name") + "Direction", builder.TypeOf(arguments[w])))];

        var derivative = new GraphBuilder("derivative");
        Value[] inputs = [.. arguments.Concat(mode == "jvp" ? directions : []).Select((a, i) => derivative.Input($"a{i}", builder.TypeOf(a)))];
        Value node = derivative.Add(new Node(mode, inputs.ToEquatableArray(),
            [NodeAttribute.Integers("wanted", wanted.Select(w => (long)w))], [function], [], Origin.None));
        for (int r = 0; r < derivative[node.Node].Results.Count; r++)
            derivative.Output($"r{r}", node with { Result = r });
        Graph expanded = GraphVerifier.Verify(ExpandDerivatives.Run(GraphVerifier.Verify(derivative.Build(), OpTable.Find)), OpTable.Find);
        Expr[] results = [.. builder.Splice(expanded, inputs.Length == arguments.Length ? arguments : [.. arguments, .. directions])
            .Select(v => new Expr(builder, v))];

        Expr sum = mode == "jvp" ? results[1]
            : directions.Select((d, i) => Total(results[i + 1] * new Expr(builder, d))).Aggregate((a, b) => a + b);
        return wanted.Select(w => new Expr(builder, arguments[w])).Aggregate(sum, (s, x) => s + (0.5 * Total(x * x))).Value;
    }, Low, High);

    private static Expr Total(Expr x) => x.Sum(x.AllAxes);

    /// <summary>Checks every element of every parameter, or as many of each as <paramref name="probes"/>.</summary>
    public void Verify(int probes = int.MaxValue)
    {
        Graph graph = Graph();
        var random = new System.Random(Name.Aggregate(17, (hash, c) => unchecked((hash * 31) + c)));
        for (int attempt = 0; attempt < 1000; attempt++)
        {
            Bindings bindings = Bindings.Sample(graph, s_symbols, random, leaf => leaf.EndsWith("weights", StringComparison.Ordinal) ? (0.5, 2) : (Low, High));
            if (Kinks.Distance(graph, bindings) > 0.02)
            {
                Differences.Verify(graph, bindings, probes: probes, random: random);
                VerifyFunction(graph, bindings, random);
                return;
            }
        }

        Assert.Fail($"every sample of {Name} is near a kink");
    }

    // The same computation as a function of its arguments: the product with a cotangent, and the product with tangents, agree with the
    // gradient that agreed with differences.
    private void VerifyFunction(Graph loss, Bindings bindings, System.Random random)
    {
        var builder = new GraphBuilder("function");
        builder.Output("result", Build(builder));
        Graph model = builder.Build();
        bool[] wanted = [.. model.Nodes.Where(n => n.Op is "input" or "parameter").Select(n => n.Op == "parameter")];
        Graph function = model with { Nodes = model.Nodes.Select(n => n.Op == "parameter" ? n with { Op = "input" } : n)
            .ToEquatableArray() };
        string[] names = [.. model.Nodes.Where(n => n.Op == "parameter").Select(n => n.Text("name"))];

        Evaluation gradient = Interpreter.Run(Differentiate.Run(loss), bindings);
        NdArray weights = bindings.Leaves["weights"];
        Evaluation vjp = Interpreter.Run(GraphVerifier.Verify(Differentiate.Vjp(function, wanted, hasCotangent: true), OpTable.Find),
            bindings.With("cotangent", weights));
        foreach (string name in names)
            Close.Assert(gradient.Output("gradient." + name), vjp.Output("gradient." + name), 1e-12, $"{Name}: vjp of {name}");

        Dictionary<string, NdArray> tangents = names.ToDictionary(n => n + "Tangent",
            n => bindings.Leaves[n].Map(_ => random.NextDouble() - 0.5));
        Bindings moving = bindings with { Leaves = bindings.Leaves.Concat(tangents).ToDictionary() };
        Evaluation jvp = Interpreter.Run(GraphVerifier.Verify(ForwardMode.Jvp(function, wanted), OpTable.Find), moving);
        Close.Assert(Interpreter.Run(model, bindings).Outputs[0], jvp.Output("value"), 1e-12, $"{Name}: value beside the tangent");
        double expected = names.Sum(n => Dot(gradient.Output("gradient." + n), tangents[n + "Tangent"]));
        Close.Assert(expected, Dot(weights, jvp.Output("tangent")), 1e-9, $"{Name}: jvp");
    }

    private static double Dot(NdArray x, NdArray y) => x.Items.Zip(y.Items, (a, b) => a * b).Sum();
}

/// <summary>Shapes and leaves for cases.</summary>
internal static class Leaves
{
    /// <summary>Scalars, lengths of 1, primes, and a length that is known at run time only.</summary>
    public static IReadOnlyList<Shape> Shapes { get; } =
        [Shape(), Shape(1), Shape(7), Shape(3, 5), Shape(1, 4), Shape(2, 1, 3), Shape(2, 3, 1, 2), Shape(Dim.Symbol("batch"), 5)];

    public static Shape Shape(params Dim[] lengths) => new(lengths.ToEquatableArray());

    public static Expr Parameter(this GraphBuilder builder, string name, Shape shape)
        => new(builder, builder.Parameter(name, new TensorType(ElementType.F64, shape)));

    public static Expr Input(this GraphBuilder builder, string name, Shape shape, ElementType element = ElementType.F64)
        => new(builder, builder.Input(name, new TensorType(element, shape)));
}
