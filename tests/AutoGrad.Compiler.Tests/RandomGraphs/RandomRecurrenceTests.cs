namespace AutoGrad.Compiler.Tests.RandomGraphs;

/// <summary>Random recurrences through the passes that move work out of loops: nothing changes but where it is done.</summary>
public sealed class RandomRecurrenceTests
{
    private static readonly Dictionary<string, long> s_symbols = new() { ["batch"] = 2, ["steps"] = 3 };

    private static readonly Func<Graph, Graph>[] s_passes = [SinkFromLoops.Run, HoistFromLoops.Run, PruneLoops.Run, Everywhere.Of(Simplify.Run), Everywhere.Of(SplitReductions.Run), Everywhere.Of(Fuse.Run)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 150)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Values_and_gradients_are_those_of_the_loop_as_written(int seed)
    {
        Graph written = Everywhere.Of(Simplify.Run)(RandomRecurrence.Create(seed));
        Bindings bindings = Bindings.Sample(written, s_symbols, new System.Random(seed), _ => (-1, 1));
        Evaluation expected = Interpreter.Run(Differentiate.Run(written), bindings);

        Graph hoisted = Everywhere.Of(Simplify.Run)(PruneLoops.Run(Verified(HoistFromLoops.Run(written))));
        Graph gradient = Differentiate.Run(Verified(hoisted));
        Compare(expected, gradient, bindings, "hoisted before");
        foreach (Func<Graph, Graph> pass in s_passes)
        {
            gradient = Verified(pass(gradient));
            Compare(expected, gradient, bindings, "lowered");
        }

        KernelRules.Verify(gradient);
        Assert.DoesNotContain(Products(gradient), p => p.Flag("transposeA"));
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(40, 80)]
    public void Gradients_agree_with_differences(int first, int end)
    {
        for (int seed = first; seed < end; seed++)
        {
            Graph loss = RandomRecurrence.Create(seed);
            var random = new System.Random(seed);
            Bindings bindings = Bindings.Sample(loss, s_symbols, random, _ => (-1, 1));
            if (Kinks.Distance(loss, bindings) > 0.005)
                Differences.VerifyAlong(loss, Differentiate.Run(HoistFromLoops.Run(loss)), bindings, random, directions: 2);
        }
    }

    // No gradient of a weight is a product in an iteration.
    private static IEnumerable<Node> Products(Graph graph)
        => graph.Nodes.Where(n => n.Op == "loop").SelectMany(n => All(n.Regions[0])).Where(n => n.Op == "matmul");

    private static IEnumerable<Node> All(Graph graph) => graph.Nodes.SelectMany(n => n.Regions.SelectMany(All).Append(n));

    private static Graph Verified(Graph graph) => GraphVerifier.Verify(graph, OpTable.Find);

    private static void Compare(Evaluation expected, Graph actual, Bindings bindings, string what)
    {
        Evaluation found = Interpreter.Run(actual, bindings);
        foreach (GraphOutput output in expected.Graph.Outputs)
            Close.Assert(expected.Output(output.Name), found.Output(output.Name), 1e-11, what + " " + output.Name);
    }
}
