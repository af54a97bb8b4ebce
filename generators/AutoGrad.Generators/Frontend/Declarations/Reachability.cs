using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using MethodKind = AutoGrad.Compiler.Declarations.MethodKind;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Finds parameters that no path leads from to the loss on which a gradient could come back.</summary>
internal static class Reachability
{
    public static void Check(INamedTypeSymbol model, IEnumerable<ParameterDeclaration> parameters, IEnumerable<MethodDeclaration> methods, List<Problem> problems)
    {
        if (methods.FirstOrDefault(m => m.Kind == MethodKind.Loss) is not { Graph: { } graph } loss)
            return;
        HashSet<string> reached = [.. Reached(graph)];
        foreach (ParameterDeclaration parameter in parameters.Where(p => !reached.Contains(p.Name)))
        {
            if (model.GetMembers(parameter.Name.Split('.')[0]).FirstOrDefault() is { } property)
                problems.Add(new(Rules.Unreached, property.Location(), parameter.Name, loss.Name));
        }
    }

    // Truth values, integers and what StopGradient cuts carry no gradient.
    private static IEnumerable<string> Reached(Graph graph)
    {
        var isLive = new bool[graph.Nodes.Count];
        foreach (GraphOutput output in graph.Outputs)
            isLive[output.Value.Node] = true;
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            if (isLive[i] && node.Op == "parameter")
                yield return node.Text("name");
            if (!isLive[i] || OpTable.Get(node.Op).HasZeroDerivative)
                continue;
            foreach (Value operand in node.Operands.Where(o => graph.TypeOf(o).IsDifferentiable))
                isLive[operand.Node] = true;
        }
    }
}
