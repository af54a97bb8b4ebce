using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// How the gradient grows from a model's result back to one layer, before training: <see cref="Growth"/> is sqrt(E|dL/dz|² / E|dL/dy|²), z the
/// product with the layer's weights, y the result; <see cref="GrowthOfElement"/> the same of root mean squares, which differs where z has more
/// elements than y. For a loop it is what is carried into the first step over what comes out of the last.
/// </summary>
public sealed record LayerGrowth(EquatableArray<string> Weights, double Growth, double GrowthOfElement)
{
    /// <summary>The number of steps of a loop; 0 for a layer.</summary>
    public int Steps { get; init; }

    /// <summary>Whether the gradient of a loop is cut.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>What a loop carries, in the user's words, where it has a name.</summary>
    public string? Variable { get; init; }

    /// <summary>All parameters whose gradient contains this one: those before it and its own.</summary>
    public EquatableArray<string> Upstream { get; init; } = [];
}

/// <summary>
/// Signal propagation in the wide limit (Poole et al. 2016, Schoenholz et al. 2017), on the graph: means and variances forward from inputs that are
/// independent standard normal numbers, expected squared gradients backward. What is not known (initialisers, lengths, operations) is left out.
/// </summary>
public static class GradientFlow
{
    // Two guesses at lengths that are known at run time only: what differs between them is not known.
    private const long Guess = 64, OtherGuess = 257;

    /// <summary>The growth at each layer that it is known of, in the order of the forward pass.</summary>
    public static EquatableArray<LayerGrowth> Analyze(Graph graph, IEnumerable<ParameterDeclaration> parameters)
    {
        Graph inlined = UnrollLayers.Run(Everywhere.Of(Inline.Run)(graph));
        Dictionary<string, ParameterDeclaration> byName = parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        (List<LayerGrowth> layers, bool hasGuessed) = Run(inlined, byName, Guess);
        if (hasGuessed)
        {
            List<LayerGrowth> others = Run(inlined, byName, OtherGuess).Layers;
            layers = [.. layers.Zip(others, (a, b) => Math.Abs(a.Growth - b.Growth) <= 0.05 * a.Growth ? a : a with { Growth = double.NaN })];
        }

        return layers.Where(l => !double.IsNaN(l.Growth) && !double.IsInfinity(l.Growth)).ToEquatableArray();
    }

    private static (List<LayerGrowth> Layers, bool HasGuessed) Run(Graph graph, IReadOnlyDictionary<string, ParameterDeclaration> parameters, long guess)
    {
        var space = new FieldSpace(guess);
        var forward = new ForwardFlow(new FlowScope(space, parameters), graph, inputs: null);
        Value result = Reference.Of(forward);
        var backward = new BackwardFlow(forward);
        backward.Seed(result, 1, isFresh: true);
        backward.Pull(result.Node);

        List<(int Node, LayerGrowth Layer)> found = [];
        foreach ((int node, IReadOnlyList<string> weights) in forward.Layers)
        {
            if (node <= result.Node && backward.Energy(new Value(node)) is not 0 and var energy)
                found.Add((node, Layer(forward, node, weights, energy, Ratio(graph.TypeOf(result).Shape.Count, graph.TypeOf(new Value(node)).Shape.Count))));
        }

        foreach (KeyValuePair<int, LoopFlow> loop in forward.Loops.Where(l => l.Key <= result.Node && l.Value.Weights.Count > 0))
        {
            double[] energies = [.. Enumerable.Range(0, graph.Nodes[loop.Key].Results.Count).Select(r => backward.Energy(new Value(loop.Key, r)))];
            if (energies.Any(e => e != 0) && loop.Value.Growth(energies) is not 0 and var energy)
                found.Add((loop.Key, Layer(forward, loop.Key, loop.Value.Weights, energy, 1) with { Steps = loop.Value.Steps, IsTruncated = loop.Value.IsTruncated, Variable = loop.Value.Variable }));
        }

        return ([.. found.OrderBy(f => f.Node).Select(f => f.Layer)], space.HasGuessed);
    }

    private static LayerGrowth Layer(ForwardFlow forward, int node, IReadOnlyList<string> weights, double energy, double elements)
        => new(weights.ToEquatableArray(), Math.Sqrt(energy), Math.Sqrt(energy * elements)) { Upstream = Upstream(forward.Graph, node).ToEquatableArray() };

    // A common symbol, such as a batch, is none of the ratio.
    private static double Ratio(Dim a, Dim b)
        => a.DivideExactly(b)?.Constant is { } whole ? whole
            : b.DivideExactly(a)?.Constant is { } parts ? 1.0 / parts
            : new FieldSpace(Guess).Length(a) / new FieldSpace(Guess).Length(b);

    private static IEnumerable<string> Upstream(Graph graph, int node)
    {
        var seen = new HashSet<int>();
        var queue = new Stack<int>([node]);
        while (queue.Count > 0)
        {
            int next = queue.Pop();
            if (!seen.Add(next))
                continue;
            foreach (Value operand in graph.Nodes[next].Operands)
                queue.Push(operand.Node);
        }

        return seen.OrderBy(i => i).Where(i => graph.Nodes[i].Op == "parameter").Select(i => graph.Nodes[i].Text("name"));
    }
}
