using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>Infers all types anew from the leaves: after symbols were bound, or another element type was chosen for the leaves.</summary>
public static class InferShapes
{
    /// <summary>The graph with every leaf's type mapped and all other types inferred. Throws <see cref="ShapeException"/>.</summary>
    public static Graph Run(Graph graph, Func<TensorType, TensorType> leaf)
    {
        var rewriter = new GraphRewriter(Map(graph, leaf));
        for (int i = 0; i < graph.Nodes.Count; i++)
            rewriter.CopyInferred(i);
        return rewriter.Finish();
    }

    /// <summary>The graph in another floating-point type.</summary>
    public static Graph WithElement(Graph graph, ElementType element)
        => Run(graph, t => t.IsDifferentiable ? t with { Element = element } : t);

    private static Graph Map(Graph graph, Func<TensorType, TensorType> leaf)
        => graph with
        {
            Nodes = graph.Nodes.Select(n => n with
            {
                Attributes = n.Op is "convert" or "uniform" ? n.Attributes.Select(a => a.Key == "element" ? NodeAttribute.Text("element", ElementTypes.Name(leaf(n.Type).Element)) : a).ToEquatableArray() : n.Attributes,
                Results = n.Operands.Count == 0 ? n.Results.Select(leaf).ToEquatableArray() : n.Results,
                Regions = n.Regions.Select(r => Run(r, leaf)).ToEquatableArray(),
            }).ToEquatableArray(),
        };
}
