namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>What a graph is computed with: a length for each symbol and an array for each input and parameter, by name.</summary>
internal sealed record Bindings(IReadOnlyDictionary<string, long> Symbols, IReadOnlyDictionary<string, NdArray> Leaves)
{
    public NdArray Leaf(Node node)
    {
        NdArray leaf = Leaves[node.Text("name")];
        return leaf.Lengths.SequenceEqual(Lengths(node.Type.Shape)) ? leaf
            : throw new InvalidOperationException($"{node.Text("name")} is {node.Type} but bound to {leaf}");
    }

    public int[] Lengths(Shape shape) => [.. shape.Dims.Select(Length)];

    public int Length(Dim dim) => checked((int)dim.Evaluate(Symbols));

    public Bindings With(string leaf, NdArray value)
        => this with { Leaves = new Dictionary<string, NdArray>(Leaves) { [leaf] = value } };

    /// <summary>
    /// Random arrays for all inputs and parameters of a graph: numbers from <paramref name="range"/> (by the leaf's name), labels below the
    /// number of classes, coins.
    /// </summary>
    public static Bindings Sample(Graph graph, IReadOnlyDictionary<string, long> symbols, System.Random random,
        Func<string, (double Low, double High)>? range = null, int classes = 3)
    {
        var bindings = new Bindings(symbols, new Dictionary<string, NdArray>());
        var leaves = new Dictionary<string, NdArray>();
        foreach (Node leaf in graph.Nodes.Where(n => n.Op is "input" or "parameter").Concat(Settings(graph)))
        {
            (double low, double high) = range?.Invoke(leaf.Text("name")) ?? (-2, 2);
            leaves.TryAdd(leaf.Text("name"), NdArray.Build(bindings.Lengths(leaf.Type.Shape), _ => leaf.Type.Element switch
            {
                ElementType.I32 => random.Next(classes),
                ElementType.Bool => random.Next(2),
                _ => low + ((high - low) * random.NextDouble()),
            }));
        }

        return bindings with { Leaves = leaves };
    }

    // Regions read settings without being given them.
    private static IEnumerable<Node> Settings(Graph graph)
        => graph.Nodes.SelectMany(n => n.Regions.SelectMany(Settings).Concat(n.Op == "setting" ? [n] : []));
}

/// <summary>The value of a length, by the definition of each of its parts.</summary>
internal static class DimReference
{
    public static long Evaluate(this Dim dim, IReadOnlyDictionary<string, long> symbols)
        => dim.Terms.Sum(t => t.Factors.Aggregate(t.Coefficient, (product, f) => checked(product * Evaluate(f, symbols))));

    private static long Evaluate(DimAtom atom, IReadOnlyDictionary<string, long> symbols) => atom switch
    {
        SymbolAtom symbol => symbols[symbol.Name],
        FloorDivideAtom d => FloorDivide(d.Dividend.Evaluate(symbols), d.Divisor.Evaluate(symbols)),
        MinAtom m => Math.Min(m.Left.Evaluate(symbols), m.Right.Evaluate(symbols)),
        MaxAtom m => Math.Max(m.Left.Evaluate(symbols), m.Right.Evaluate(symbols)),
        _ => throw new NotSupportedException(atom.ToString()),
    };

    public static long FloorDivide(long a, long b) => (long)Math.Floor((decimal)a / b);
}
