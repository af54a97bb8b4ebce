namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>Tests of passes: text in, text out, both computing the same.</summary>
internal static class Rewrite
{
    private static readonly Dictionary<string, long> s_symbols = new() { ["batch"] = 3, ["n"] = 2, ["steps"] = 2 };

    private static readonly double[] s_special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -1, 1, 2.5, -1e200,
        1e-200];

    /// <summary>The pass makes <paramref name="after"/> of <paramref name="before"/>, for special numbers as for others.</summary>
    public static void Assert(Func<Graph, Graph> pass, string before, string after)
    {
        Graph graph = Parse(before), rewritten = GraphVerifier.Verify(pass(graph), OpTable.Find);
        Xunit.Assert.Equal(Parse(after).ToString(), rewritten.ToString());
        AssertSameValues(graph, rewritten);
    }

    /// <summary>The same where nothing is to be done.</summary>
    public static void AssertUnchanged(Func<Graph, Graph> pass, string text) => Assert(pass, text, text);

    /// <summary>Nodes between braces: <c>%0:f32[] = input {name="x"}</c> ..., without the graph around them.</summary>
    public static Graph Parse(string body)
        => GraphVerifier.Verify(GraphParser.Parse(body.StartsWith("graph", StringComparison.Ordinal) ? body : "graph g {\n" + body + "\n}"),
        OpTable.Find);

    public static Bindings Sample(Graph graph, int seed = 1) => Bindings.Sample(graph, s_symbols, new System.Random(seed));

    public static void AssertSameValues(Graph expected, Graph actual, bool specials = true)
    {
        for (int seed = 0; seed < 8; seed++)
        {
            var random = new System.Random(seed);
            Bindings bindings = Sample(expected, seed);
            if (specials && seed >= 4)
                bindings = bindings with { Leaves = bindings.Leaves.ToDictionary(l => l.Key, l => IsNumber(expected, l.Key)
                    ? l.Value.Map(_ => s_special[random.Next(s_special.Length)]) : l.Value) };
            Close.AssertSameOutputs(Interpreter.Run(expected, bindings), Interpreter.Run(actual, bindings), 1e-12, $"seed {seed}");
        }
    }

    private static bool IsNumber(Graph graph, string leaf) => graph.Nodes.First(n => n.Text("name") == leaf).Type.IsDifferentiable;
}
