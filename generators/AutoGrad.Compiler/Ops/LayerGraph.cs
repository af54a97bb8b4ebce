using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Writes the graph of a layer's forward method into its owner's: lengths become what the owner knows of them, and parameters and settings
/// become the owner's. All types are inferred anew, so a binding that does not fit throws <see cref="ShapeException"/>.
/// </summary>
public sealed class LayerGraph
{
    /// <summary>What the symbols of lengths stand for.</summary>
    public required IReadOnlyDictionary<string, Dim> Symbols { get; init; }

    /// <summary>The owner's value of a parameter, by its name in the layer.</summary>
    public required Func<string, Value> Parameter { get; init; }

    /// <summary>Adds the owner's value of a setting, by its name in the layer: to the graph itself or to a region of it.</summary>
    public required Func<GraphBuilder, string, Value> Setting { get; init; }

    /// <summary>A name of the owner's for the symbol that counts a loop's iterations.</summary>
    public required Func<string> LoopSymbol { get; init; }

    /// <summary>The ordinal of the owner's expression that calls the layer: what goes wrong in the layer is shown there.</summary>
    public int Ordinal { get; init; } = -1;

    /// <summary>The name of the layer in its owner.</summary>
    public string? Name { get; init; }

    /// <summary>Adds the layer's nodes with its inputs replaced by values; returns its results.</summary>
    public IReadOnlyList<Value> AddTo(GraphBuilder builder, Graph graph, IReadOnlyList<Value> arguments)
    {
        int input = 0;
        Dictionary<Value, Value> map = Copy(builder, graph, _ => arguments[input++]);
        return [.. graph.Outputs.Select(o => map[o.Value])];
    }

    private Dictionary<Value, Value> Copy(GraphBuilder builder, Graph graph, Func<Node, Value> input)
    {
        var map = new Dictionary<Value, Value>();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Op == "cond" && Folding.Of(builder, map[node.Operands[0]]) is { } condition)
            {
                Take(builder, i, node, node.Regions[condition != 0 ? 0 : 1], map);
                continue;
            }

            Value added = node.Op switch
            {
                "input" => input(node),
                "parameter" => Parameter(node.Text("name")),
                "setting" => Setting(builder, node.Text("name")),
                "dimension" => builder.Dimension(node.Dim("value").Substitute(Symbols), node.Type.Element),
                _ => builder.Add(Bind(builder, node, map)),
            };
            for (int r = 0; r < node.Results.Count; r++)
                map[new Value(i, r)] = node.Results.Count == 1 ? added : added with { Result = r };
        }

        return map;
    }

    // The branch that the owner's settings decide for. The other one is left out before its lengths are known: they need not fit.
    private void Take(GraphBuilder builder, int index, Node node, Graph branch, Dictionary<Value, Value> map)
    {
        int operand = 1;
        Dictionary<Value, Value> taken = Copy(builder, branch, _ => map[node.Operands[operand++]]);
        for (int r = 0; r < branch.Outputs.Count; r++)
        {
            map[new Value(index, r)] = taken[branch.Outputs[r].Value];
            if (branch.Outputs[r].Name is var name && name != GraphBuilder.ChoiceName)
                builder.Name(map[new Value(index, r)], name, LayerOf(node));
        }
    }

    private Node Bind(GraphBuilder builder, Node node, Dictionary<Value, Value> map) => node with
    {
        Operands = node.Operands.Select(o => map[o]).ToEquatableArray(),
        Attributes = node.Attributes.Select(a => a.Value switch
        {
            DimsValue dims => a with { Value = new DimsValue(dims.Items.Select(d => d.Substitute(Symbols)).ToEquatableArray()) },
            TextValue when node.Op == "while" && a.Key == "symbol" => NodeAttribute.Text("symbol", LoopSymbol()),
            _ => a,
        }).ToEquatableArray(),
        Regions = node.Regions.Select(r => Region(r, Truths(builder, node, map))).ToEquatableArray(),
        Results = node.Op is "constant" or "training" ? node.Results : [],
        Origin = node.Origin with { Ordinal = Ordinal, Layer = LayerOf(node) },
    };

    private string? LayerOf(Node node) => node.Origin.Layer is { } inner && Name is not null ? $"{Name}.{inner}" : Name;

    // Of each input of a node's regions the truth value that it certainly has; what a loop carries or slices has none.
    private static double?[] Truths(GraphBuilder builder, Node node, Dictionary<Value, Value> map)
    {
        int first = node.Op == "loop" ? 1 : 0, skipped = node.Op == "cond" ? 1 : 0;
        int captured = node.Op is "loop" or "while" ? (int)node.Integer("captured") : node.Operands.Count - skipped;
        IEnumerable<Value> values = node.Operands.Skip(skipped).Take(captured).Select(o => map[o]);
        return [.. Enumerable.Repeat((double?)null, first), .. values.Select(v => builder.TypeOf(v).Element == ElementType.Bool ? Folding.Of(builder, v) : null)];
    }

    private Graph Region(Graph region, double?[] truths)
    {
        var builder = new GraphBuilder(region.Name);
        int inputs = 0;
        Dictionary<Value, Value> map = Copy(builder, region, n =>
        {
            Value input = builder.Input(n.Text("name"), n.Type with { Shape = Substitute(n.Type.Shape) });
            return truths.ElementAtOrDefault(inputs++) is { } truth ? builder.Constant(truth, ElementType.Bool) : input;
        });
        foreach (GraphOutput output in region.Outputs)
            builder.Output(output.Name, map[output.Value]);
        return builder.Build();
    }

    private Shape Substitute(Shape shape) => new(shape.Dims.Select(d => d.Substitute(Symbols)).ToEquatableArray());
}
