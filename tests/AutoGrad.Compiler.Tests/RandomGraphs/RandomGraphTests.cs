using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Tests.RandomGraphs;

/// <summary>Several hundred random graphs through all passes: valid after each, unchanged in meaning, with gradients that differences confirm.</summary>
public sealed class RandomGraphTests
{
    private const int Chunk = 25, Chunks = 12;

    private static readonly (string Name, Func<Graph, Graph> Pass)[] s_passes =
    [
        ("inline", Everywhere.Of(Inline.Run)),
        ("simplify", Everywhere.Of(Simplify.Run)),
        ("eliminate common subexpressions", EliminateCommonSubexpressions.Run),
        ("eliminate dead code", EliminateDeadCode.Run),
        ("drop stops", Everywhere.Of(Simplify.DropStops)),
        ("sink from loops", SinkFromLoops.Run),
        ("hoist from loops", HoistFromLoops.Run),
        ("prune loops", PruneLoops.Run),
        ("trim regions", TrimRegions.Run),
        ("split reductions", Everywhere.Of(SplitReductions.Run)),
        ("fuse", Everywhere.Of(Fuse.Run)),
    ];

    // The graphs of each seed, made once for all tests.
    private static readonly Dictionary<int, Subject> s_subjects = [];

    private static readonly string[] s_lower =
        ["drop stops", "simplify", "trim regions", "sink from loops", "hoist from loops", "prune loops", "simplify", "split reductions", "simplify", "fuse"];

    private static readonly string[] s_prepare = ["simplify", "hoist from loops", "prune loops", "simplify"];

    private sealed record Subject(Graph Graph, Graph Inlined, Graph Prepared, Graph Gradient, Graph Kernels);

    public static TheoryData<int> Starts => [.. Enumerable.Range(0, Chunks).Select(i => i * Chunk)];

    // The pipeline does not simplify again what no pass has changed since.
    [Theory]
    [MemberData(nameof(Starts))]
    public void What_is_simple_is_given_back_as_it_is(int start) => ForEach(start, (subject, _) =>
    {
        Func<Graph, Graph> simplify = Everywhere.Of(Simplify.Run);
        foreach (Graph graph in (Graph[])[subject.Inlined, subject.Gradient])
        {
            Graph simple = simplify(graph);
            Assert.Same(simple, simplify(simple));
        }
    });

    [Theory]
    [MemberData(nameof(Starts))]
    public void Passes_keep_graphs_valid_and_values_unchanged(int start) => ForEach(start, (subject, random) =>
    {
        Graph graph = subject.Graph;
        Bindings bindings = Bindings.Sample(graph, RandomGraph.Symbols, random, _ => (-1.5, 1.5));
        Evaluation forward = Interpreter.Run(Checked("nothing", graph), bindings);
        foreach ((string name, _) in s_passes)
            Apply(name, forward, bindings);

        Graph prepared = s_prepare.Aggregate(Apply("inline", forward, bindings), (g, name) => Apply(name, g, bindings)).Graph;
        Evaluation gradient = Interpreter.Run(Checked("differentiate", Differentiate.Run(prepared)), bindings);
        foreach ((string name, _) in s_passes)
            Apply(name, gradient, bindings);
        foreach (string name in s_lower)
            gradient = Apply(name, gradient, bindings);
        Graph single = Checked("another precision", InferShapes.WithElement(subject.Kernels, ElementType.F32));
        Close.AssertSameOutputs(gradient, Interpreter.Run(single, bindings), 1e-10, "another precision");
    });

    [Theory]
    [MemberData(nameof(Starts))]
    public void Gradients_agree_with_differences_before_and_after_the_passes(int start)
    {
        int skipped = 0;
        ForEach(start, (subject, random) =>
        {
            if (RandomGraph.Sample(subject.Inlined, random) is not { } bindings)
            {
                skipped++;
                return;
            }

            Differences.VerifyAlong(subject.Inlined, subject.Gradient, bindings, random, directions: 2);
            Differences.Verify(subject.Inlined, subject.Gradient, bindings, step: 2e-4, probes: 2, random);
            Close.AssertSameOutputs(Interpreter.Run(subject.Gradient, bindings), Interpreter.Run(subject.Kernels, bindings), 1e-10,
                "kernels");
        });
        Assert.InRange(skipped, 0, Chunk / 4);
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void Forward_and_reverse_mode_agree(int start) => ForEach(start, (subject, random) =>
    {
        Graph loss = subject.Prepared;
        Bindings bindings = Bindings.Sample(loss, RandomGraph.Symbols, random, _ => (-1.5, 1.5));
        Evaluation gradient = Interpreter.Run(subject.Gradient, bindings);
        Graph function = loss with { Nodes = loss.Nodes.Select(n => n.Op == "parameter" ? n with { Op = "input" } : n).ToEquatableArray() };
        bool[] wanted = [.. loss.Nodes.Where(n => n.Op is "input" or "parameter").Select(n => n.Op == "parameter")];
        string[] names = [.. loss.Nodes.Where(n => n.Op == "parameter").Select(n => n.Text("name"))];
        Dictionary<string, NdArray> tangents = names.ToDictionary(n => n, n => bindings.Leaves[n].Map(_ => random.NextDouble() - 0.5));
        Bindings moving = names.Aggregate(bindings, (b, n) => b.With(n + "Tangent", tangents[n]));
        Graph jvp = Checked("forward mode", ForwardMode.Jvp(function, wanted));
        double expected = names.Sum(n => gradient.Output("gradient." + n).Items.Zip(tangents[n].Items, (g, t) => g * t).Sum());
        Close.Assert(expected, Interpreter.Run(jvp, moving).Output("tangent").Only, 1e-9, "tangent");
        Apply("simplify", Interpreter.Run(jvp, moving), moving);
    });

    [Theory]
    [MemberData(nameof(Starts))]
    public void Simplifying_twice_is_simplifying_once(int start) => ForEach(start, (subject, _) =>
    {
        Assert.Equal(subject.Prepared.ToString(), Pass("simplify")(subject.Prepared).ToString());
        Graph gradient = Pass("simplify")(subject.Gradient);
        Assert.Equal(gradient.ToString(), Pass("simplify")(gradient).ToString());
    });

    [Theory]
    [MemberData(nameof(Starts))]
    public void Buffers_that_live_at_one_time_lie_apart(int start) => ForEach(
        start, (subject, random) => BufferCheck.Verify(subject.Kernels,
            Bindings.Sample(subject.Graph, RandomGraph.Symbols, random, _ => (-1.5, 1.5))));

    [Theory]
    [MemberData(nameof(Starts))]
    public void Training_graphs_with_policies_are_valid(int start) => ForEach(start, (subject, random) =>
    {
        Graph graph = subject.Graph;
        if (random.Next(3) > 0)
            return;
        NormClipKind[] norms = Enum.GetValues<NormClipKind>();
        ParameterDeclaration[] parameters = [.. graph.Nodes.Where(n => n.Op == "parameter").Select(n =>
            new ParameterDeclaration(n.Text("name"), "public partial", [], "Zeros", 1,
                new PolicyDeclaration(norms[random.Next(3)], 1, random.Next(2) * 0.5, random.Next(2) * 0.1, random.Next(2) * 0.1)))];
        Graph attached = AttachPolicies.Run(subject.Gradient, parameters);
        Bindings bindings = Bindings.Sample(graph, RandomGraph.Symbols, random, _ => (-1.5, 1.5));
        Graph kernels = Checked("training", Pipeline.Training(graph, parameters));
        Close.AssertSameOutputs(Interpreter.Run(attached, bindings), Interpreter.Run(kernels, bindings), 1e-10, "training");
    });

    [Fact]
    public void Random_graphs_hold_every_operation_of_interest()
    {
        var counts = Enumerable.Range(0, Chunk * Chunks).SelectMany(seed => Operations(Get(seed).Graph)).CountBy(op => op).ToDictionary();
        IEnumerable<string> rare = OpTable.All.Select(op => op.Name).Where(op => counts.GetValueOrDefault(op) < 2);
        string[] elsewhere = ["while", "row", "row_gradient", "set_row", "uniform", "training", "pick", "place", "gather", "scatter_add", "convert", "fused", "sum_of_squares", "equal", "not_equal", "copy", "vjp", "jvp", "rotate_pairs", "attention", "attention_gradient", "attention_weights", "layer_norm", "rms_norm", "layer_norm_gradient", "rms_norm_gradient"];
        // What has no form over vectors is seldom reached, and checked with the functions of numbers.
        IEnumerable<string> ofNumbers = OpTable.All.OfType<ElementwiseOp>().Where(op => op.Vector.Length == 0).Select(op => op.Name);
        Assert.Empty(rare.Except(elsewhere).Except(ofNumbers));
    }

    private static IEnumerable<string> Operations(Graph graph)
        => graph.Nodes.SelectMany(n => n.Regions.SelectMany(Operations).Append(n.Op));

    private static void ForEach(int start, Action<Subject, System.Random> test)
    {
        for (int seed = start; seed < start + Chunk; seed++)
        {
            Subject subject = Get(seed);
            try
            {
                test(subject, new System.Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}\nin\n{subject.Graph}", e);
            }
        }
    }

    private static Subject Get(int seed)
    {
        if (s_subjects.TryGetValue(seed, out Subject? known))
            return known;
        Graph graph = RandomGraph.Create(seed), inlined = Pass("inline")(graph);
        Graph prepared = s_prepare.Aggregate(inlined, (g, name) => Pass(name)(g)), gradient = Differentiate.Run(prepared);
        return s_subjects[seed] = new Subject(graph, inlined, prepared, gradient, s_lower.Aggregate(gradient, (g, name) => Pass(name)(g)));
    }

    private static Func<Graph, Graph> Pass(string name) => s_passes.First(p => p.Name == name).Pass;

    private static Evaluation Apply(string name, Evaluation before, Bindings bindings)
    {
        Evaluation after = Interpreter.Run(Checked(name, Pass(name)(before.Graph)), bindings);
        Close.AssertSameOutputs(before, after, 1e-10, $"after '{name}'");
        return after;
    }

    // Valid, and read back as it was printed.
    private static Graph Checked(string pass, Graph graph)
    {
        try
        {
            GraphVerifier.Verify(graph, OpTable.Find);
            KernelRules.Verify(graph);
            Assert.Equal(graph, GraphParser.Parse(graph.ToString()));
            return graph;
        }
        catch (Exception e) when (e is GraphInvalidException or GraphFormatException)
        {
            throw new InvalidOperationException($"after '{pass}': {e.Message}\n{graph}", e);
        }
    }
}
