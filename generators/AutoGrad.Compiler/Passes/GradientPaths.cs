using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>Whether a gradient can come back from the result of a graph to one of its leaves.</summary>
public static class GradientPaths
{
    /// <summary>Whether the result depends on a leaf by a path that has a derivative. What this denies has a zero gradient, provably.</summary>
    public static bool Reaches(Graph graph, Value leaf) => Activity.Of(graph, [leaf]).Contains(graph.Outputs[0].Value);
}
