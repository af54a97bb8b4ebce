using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using MethodKind = AutoGrad.Compiler.Declarations.MethodKind;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// Finds parameters that no path of numbers leads from to the loss. A path that <c>StopGradient</c> cuts counts: that zero is meant.
/// </summary>
internal static class Reachability
{
    public static void Check(INamedTypeSymbol model, IEnumerable<ParameterDeclaration> parameters, IEnumerable<MethodDeclaration> methods, List<Problem> problems)
    {
        if (methods.FirstOrDefault(m => m.Kind == MethodKind.Loss) is not { Graph: { } graph } loss)
            return;
        HashSet<string> reached = [.. Reached(graph)];
        foreach (ParameterDeclaration parameter in parameters.Where(p => !reached.Contains(p.Name)))
        {
            if (model.GetMembers(parameter.Name).FirstOrDefault() is { } property)
                problems.Add(new(Rules.Unreached, property.Location(), parameter.Name, loss.Name));
        }
    }

    // Truth values and integers carry no gradient, so a path through a comparison is none.
    private static IEnumerable<string> Reached(Graph graph)
    {
        var isLive = new bool[graph.Nodes.Count];
        foreach (GraphOutput output in graph.Outputs)
            isLive[output.Value.Node] = true;
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            if (!isLive[i] || !node.Results.Any(r => r.IsDifferentiable))
                continue;
            foreach (Value operand in node.Operands)
                isLive[operand.Node] = true;
            if (node.Op == "parameter")
                yield return node.Text("name");
        }
    }
}
