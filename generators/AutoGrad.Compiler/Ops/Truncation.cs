using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// How many steps gradients flow back through a loop: an attribute of counted loops, which Passes/TruncateLoops obeys. A loop over layers is no
/// loop over time: it is told by a flag.
/// </summary>
public static class Truncation
{
    private const string Steps = "truncated", Layers = "layers";

    /// <summary>The flag of a loop over a stack of layers.</summary>
    public static NodeAttribute OverLayers { get; } = NodeAttribute.Flag(Layers);

    /// <summary>Whether a loop runs over a stack of layers.</summary>
    public static bool IsOverLayers(Node loop) => loop.Flag(Layers);

    /// <summary>The attribute of a loop through which gradients flow back so many steps.</summary>
    public static NodeAttribute After(long steps) => NodeAttribute.Integers(Steps, [steps]);

    /// <summary>How many steps gradients flow back, or null.</summary>
    public static long? Of(Node loop) => loop.Attribute(Steps) is IntegersValue value ? value.Items[0] : null;

    /// <summary>The graph of a layer whose outermost loops are truncated, those that are already excepted. Throws where one is not counted.</summary>
    public static Graph Mark(Graph graph, long steps) => graph with { Nodes = graph.Nodes.Select(n => Mark(n, steps)).ToEquatableArray() };

    private static Node Mark(Node node, long steps) => node.Op switch
    {
        "while" => throw new ShapeException("it has a loop whose number of steps is not known on entry, which [TruncatedBackprop] needs"),
        "loop" when !IsOverLayers(node) => Of(node) is null ? node with { Attributes = node.Attributes.Append(After(steps)).ToEquatableArray() } : node,
        "loop" or "cond" or "call" => node with { Regions = node.Regions.Select(r => Mark(r, steps)).ToEquatableArray() },
        _ => node,
    };
}
