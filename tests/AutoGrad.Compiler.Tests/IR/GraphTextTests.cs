namespace AutoGrad.Compiler.Tests.IR;

/// <summary>What is printed is read back as an equal graph.</summary>
public sealed class GraphTextTests
{
    private static readonly TensorType s_matrix = new(ElementType.F32, new Shape([Dim.Symbol("batch"), 2 * Dim.Symbol("n") + 1]));

    public static TheoryData<string> Names
        => ["x", "", "h̃", "a \"quoted\" name", "back\\slash", "ends in \\", "two\nlines", "carriage\r\nreturn", "tab\t", "nul\0", "\\n",
            "}", "%1:f32[]", "𝒙", "\u2028"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_and_sources_survive(string text)
    {
        var node = new Node("constant", [], [NodeAttribute.Text("note", text)], [], [new(ElementType.F64, Shape.Scalar)],
            new Origin(text, text, 7));
        RoundTrip(new Graph("g", [node], [new GraphOutput(text, new Value(0))]));
        RoundTrip(new Graph("g", [node with { Origin = new Origin(null, text) }, node with { Origin = new Origin(text) },
            node with { Origin = new Origin(null, null, 0) }], []));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(1e-320)]
    [InlineData(double.MaxValue)]
    [InlineData(-1234.5e-67)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_survive_to_the_last_bit(double number)
    {
        Graph graph = RoundTrip(Single(NodeAttribute.Number("value", number)));
        Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(graph.Nodes[0].Number("value")));
    }

    [Fact]
    public void Attributes_of_every_kind_survive()
    {
        RoundTrip(Single(
            NodeAttribute.Integers("none", []), NodeAttribute.Integers("axes", [0, -1, long.MaxValue, long.MinValue]),
            NodeAttribute.Dims("empty", []),
            NodeAttribute.Dims("lengths", [3, Dim.Symbol("batch") - 1, Dim.FloorDivide(Dim.Symbol("w"), 2), -2]),
            NodeAttribute.Flag("set"), new NodeAttribute("unset", new FlagValue(false)), NodeAttribute.Text("name", "x"),
            NodeAttribute.Number("value", -1e300)));
    }

    [Fact]
    public void Several_results_survive()
    {
        var pair = new Node("pair", [], [], [], [s_matrix, new(ElementType.Bool, Shape.Scalar), new(ElementType.I32, new Shape([3]))],
            Origin.None);
        var reader = new Node("reader", [new(0, 2), new(0), new(0, 1)], [], [], [s_matrix], new Origin("r"));
        RoundTrip(new Graph("g", [pair, reader, reader with { Operands = [new(1), new(0, 1)] }],
            [new GraphOutput("a", new Value(0, 2)), new GraphOutput("b", new Value(2))]));
    }

    [Fact]
    public void Nested_regions_survive()
    {
        var leaf = new Node("input", [], [NodeAttribute.Text("name", "x")], [], [s_matrix], new Origin("x"));
        var inner = new Graph("inner \"region\"", [leaf], [new GraphOutput("y", new Value(0))]);
        for (int depth = 0; depth < 50; depth++)
        {
            var node = new Node("loop", [new(0)], [NodeAttribute.Integers("captured", [1])], [inner, inner], [s_matrix],
                new Origin(null, $"for {depth}", depth));
            inner = depth > 5 ? new Graph($"body {depth}", [leaf, node with { Regions = [inner] }], [new GraphOutput("y", new Value(1))])
                : new Graph($"body {depth}", [leaf, node], [new GraphOutput("y", new Value(1))]);
        }

        RoundTrip(inner with { Name = "g" });
    }

    [Fact]
    public void An_empty_graph_survives() => RoundTrip(new Graph("empty", [], []));

    [Fact]
    public void Equal_graphs_have_equal_hash_codes_and_others_are_told_apart()
    {
        string text = RoundTrip(Single(NodeAttribute.Number("value", 1))).ToString();
        Assert.Equal(GraphParser.Parse(text), GraphParser.Parse(text));
        Assert.NotEqual(GraphParser.Parse(text), GraphParser.Parse(text.Replace("value=1", "value=2", StringComparison.Ordinal)));
        Assert.NotEqual(Single(NodeAttribute.Number("value", 0.0)), Single(NodeAttribute.Number("value", -0.0)));
    }

    private static Graph Single(params NodeAttribute[] attributes)
        => new("g", [new Node("constant", [], attributes.ToEquatableArray(), [], [s_matrix], Origin.None)], []);

    private static Graph RoundTrip(Graph graph)
    {
        string text = GraphPrinter.Print(graph);
        Graph parsed = GraphParser.Parse(text);
        Assert.Equal(text, GraphPrinter.Print(parsed));
        Assert.Equal(graph, parsed);
        Assert.Equal(graph.GetHashCode(), parsed.GetHashCode());
        return parsed;
    }
}
