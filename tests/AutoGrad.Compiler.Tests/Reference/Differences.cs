namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>Compares the gradients that <see cref="Differentiate"/> gives with differences of the graph that it was given.</summary>
internal static class Differences
{
    /// <summary>Differences are as exact as this; where a gradient is small, the error is compared with <see cref="Floor"/>.</summary>
    public const double Tolerance = 1e-6;

    private const double Floor = 1e-3;

    /// <summary>Checks every element of every parameter, or as many of each as <paramref name="probes"/>, chosen at random.</summary>
    public static void Verify(Graph graph, Bindings bindings, double step = 1e-3, int probes = int.MaxValue, System.Random? random = null)
        => Verify(graph, GraphVerifier.Verify(Differentiate.Run(graph), OpTable.Find), bindings, step, probes, random);

    /// <summary>The same for a gradient that has gone through passes.</summary>
    public static void Verify(Graph graph, Graph gradient, Bindings bindings, double step = 1e-3, int probes = int.MaxValue, System.Random? random = null)
    {
        Evaluation forward = Interpreter.Run(graph, bindings), backward = Interpreter.Run(gradient, bindings);
        Close.Assert(forward.Outputs[0].Only, backward.Output("loss").Only, 1e-12, "the loss beside the gradient");

        Dictionary<Value, NdArray> frozen = graph.Find("stop_gradient").Select(i => new Value(i)).ToDictionary(v => v, v => forward[v]);
        foreach (Node parameter in graph.Nodes.Where(n => n.Op == "parameter"))
        {
            string name = parameter.Text("name");
            NdArray actual = backward.Output("gradient." + name);
            Assert.Equal(bindings.Leaves[name].Lengths, actual.Lengths);
            foreach (int i in Elements(actual.Count, probes, random))
            {
                double expected = Difference(offset => Interpreter.Run(graph, bindings.With(name, Moved(bindings.Leaves[name], i, offset)), frozen).Outputs[0].Only, step);
                double error = Math.Abs(expected - actual.Items[i]) / Math.Max(Floor, Math.Max(Math.Abs(expected), Math.Abs(actual.Items[i])));
                Assert.True(error <= Tolerance, $"d{name}[{i}] is {actual.Items[i]:R} but differences give {expected:R} (relative error {error:E1}) in\n{graph}\nwith gradient\n{gradient}");
            }
        }
    }

    /// <summary>Checks the derivative along random directions in the space of all parameters.</summary>
    public static void VerifyAlong(Graph graph, Graph gradient, Bindings bindings, System.Random random, int directions, double step = 2e-4)
    {
        Evaluation forward = Interpreter.Run(graph, bindings), backward = Interpreter.Run(gradient, bindings);
        Dictionary<Value, NdArray> frozen = graph.Find("stop_gradient").Select(i => new Value(i)).ToDictionary(v => v, v => forward[v]);
        string[] names = [.. graph.Nodes.Where(n => n.Op == "parameter").Select(n => n.Text("name"))];
        for (int d = 0; d < directions; d++)
        {
            Dictionary<string, NdArray> direction = names.ToDictionary(n => n, n => bindings.Leaves[n].Map(_ => (2 * random.NextDouble()) - 1));
            Bindings Moved(double offset) => names.Aggregate(bindings, (b, n) => b.With(n, new NdArray(b.Leaves[n].Lengths, [.. b.Leaves[n].Items.Zip(direction[n].Items, (x, v) => x + (offset * v))])));
            double expected = Difference(offset => Interpreter.Run(graph, Moved(offset), frozen).Outputs[0].Only, step);
            double actual = names.Sum(n => backward.Output("gradient." + n).Items.Zip(direction[n].Items, (g, v) => g * v).Sum());
            double error = Math.Abs(expected - actual) / Math.Max(0.1, Math.Max(Math.Abs(expected), Math.Abs(actual)));
            Assert.True(error <= Tolerance, $"the derivative along a direction is {actual:R} but differences give {expected:R} (relative error {error:E1}) in\n{gradient}");
        }
    }

    /// <summary>The central difference of fourth order: its error is h⁴/30 times the fifth derivative.</summary>
    private static double Difference(Func<double, double> f, double h) => ((8 * (f(h) - f(-h))) - (f(2 * h) - f(-2 * h))) / (12 * h);

    private static NdArray Moved(NdArray x, int element, double offset)
    {
        NdArray moved = x.Copy();
        moved.Items[element] += offset;
        return moved;
    }

    private static IEnumerable<int> Elements(int count, int probes, System.Random? random)
        => count <= probes ? Enumerable.Range(0, count) : Enumerable.Range(0, probes).Select(_ => random!.Next(count));
}
