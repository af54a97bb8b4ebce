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

        foreach (ParameterDeclaration stack in parameters.Where(p => p.Copies.Count > 0 && reached.Contains(p.Name)))
        {
            if (UnreadCopy(graph, stack) is { } copy && model.GetMembers(stack.Name.Split('.')[0]).FirstOrDefault() is { } property)
                problems.Add(new(Rules.Unreached, property.Location(), stack.Names.ElementAt(copy), loss.Name));
        }
    }

    // The first part of a stack that nothing reads, or null. A loop, and whatever else is not one part at a known place, reads all.
    private static int? UnreadCopy(Graph graph, ParameterDeclaration stack)
    {
        var isRead = new bool[stack.CopyCount];
        long inner = stack.CopyCount / stack.Copies[0];
        foreach (int parameter in graph.Find("parameter").Where(i => graph.Nodes[i].Text("name") == stack.Name))
        {
            foreach (Node reader in graph.Nodes.Where(n => n.Operands.Contains(new Value(parameter))))
            {
                (long first, long count) = reader switch
                {
                    { Op: "slice" } when reader.Integer("axis") == 0 && reader.Dim("start").Constant is { } start && reader.Dim("length").Constant is { } length => (start, length),
                    { Op: "row" } when graph.Nodes[reader.Operands[1].Node] is { Op: "constant" } index => ((long)index.Number("value"), 1L),
                    _ => (0, stack.Copies[0]),
                };
                for (long i = first * inner; i < (first + count) * inner; i++)
                    isRead[i] = true;
            }
        }

        int unread = Array.IndexOf(isRead, false);
        return unread < 0 ? null : unread;
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
