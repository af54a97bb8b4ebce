using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>Replaces symbols in all lengths of a graph: by other names, by constants, or by what a caller binds them to.</summary>
public static class SubstituteSymbols
{
    /// <summary>The graph with symbols replaced; a symbol that is not in <paramref name="values"/> stays.</summary>
    public static Graph Run(Graph graph, IReadOnlyDictionary<string, Dim> values)
        => values.Count == 0 ? graph : InferShapes.Run(Replace(graph, values), type => type);

    private static Graph Replace(Graph graph, IReadOnlyDictionary<string, Dim> values)
        => graph with { Nodes = graph.Nodes.Select(n => Replace(n, values)).ToEquatableArray() };

    private static Node Replace(Node node, IReadOnlyDictionary<string, Dim> values) => node with
    {
        Attributes = node.Attributes.Select(a => a.Value is DimsValue dims ? a with { Value = new DimsValue(dims.Items.Select(d => d.Substitute(values)).ToEquatableArray()) } : a).ToEquatableArray(),
        Results = node.Results.Select(t => Replace(t, values)).ToEquatableArray(),
        Regions = node.Regions.Select(r => Replace(r, values)).ToEquatableArray(),
    };

    /// <summary>The type with symbols replaced.</summary>
    public static TensorType Replace(TensorType type, IReadOnlyDictionary<string, Dim> values)
        => type with { Shape = new Shape(type.Shape.Dims.Select(d => d.Substitute(values)).ToEquatableArray()) };
}
