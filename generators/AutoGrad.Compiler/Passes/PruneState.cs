using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>Takes out of graphs what they leave behind in a model's state.</summary>
public static class PruneState
{
    /// <summary>The graph that leaves no state behind: that of a check.</summary>
    public static Graph Run(Graph graph) => graph with { Outputs = graph.Outputs.Where(o => !StateDeclaration.IsState(o.Name)).ToEquatableArray() };
}
