using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using MethodKind = AutoGrad.Compiler.Declarations.MethodKind;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Finds parameters that no path leads from to the loss on which a gradient could come back, and says why.</summary>
internal static class Reachability
{
    private const string Unused = "nothing that the loss needs is computed from it";

    /// <summary>
    /// Adds a problem for each parameter that does not reach the loss; such a loss loses its graph, for its gradient cannot be had. Loops and
    /// branches count as paths: what goes on within them, the analyzer looks at.
    /// </summary>
    public static MethodDeclaration[] Check(INamedTypeSymbol model, IEnumerable<ParameterDeclaration> parameters, MethodDeclaration[] methods, List<Problem> problems)
    {
        if (methods.FirstOrDefault(m => m.Kind == MethodKind.Loss) is not { Graph: { } graph } loss)
            return methods;
        int before = problems.Count;
        bool[] isReached = Reached(graph);
        HashSet<string> reached = [.. graph.Find("parameter").Where(i => isReached[i]).Select(i => graph.Nodes[i].Text("name"))];
        foreach (ParameterDeclaration parameter in parameters.Where(p => !reached.Contains(p.Name)))
        {
            if (Problem(model, parameter.Name, loss.Name, graph) is { } problem)
                problems.Add(problem);
        }

        foreach (ParameterDeclaration stack in parameters.Where(p => p.Copies.Count > 0 && reached.Contains(p.Name)))
        {
            if (UnreadCopy(graph, stack) is { } copy && model.GetMembers(stack.Name.Split('.')[0]).FirstOrDefault() is { } property)
                problems.Add(new(Rules.Unreached, property.Location(), stack.Names.ElementAt(copy), loss.Name, Unused));
        }

        return problems.Count == before ? methods : [.. methods.Select(m => m == loss ? m with { Graph = null } : m)];
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

    /// <summary>What to say of a parameter from which no gradient comes back.</summary>
    public static Problem? Problem(INamedTypeSymbol model, string parameter, string loss, Graph graph)
    {
        if (model.GetMembers(parameter.Split('.')[0]).FirstOrDefault() is not { } property)
            return null;
        int leaf = graph.Find("parameter").Where(i => graph.Nodes[i].Text("name") == parameter).Append(-1).First();
        return new(Rules.Unreached, property.Location(), parameter, loss, leaf < 0 ? Unused : Reason(graph, new Value(leaf)));
    }

    /// <summary>Why no gradient comes back to a leaf, in the user's words.</summary>
    public static string Reason(Graph graph, Value leaf)
    {
        if (Cut(graph, leaf) is not { } cut)
            return "nothing that is returned is computed from it";
        string source = cut.Origin.Source is { } text ? $"'{text}'" : "a condition";
        return cut.Op switch
        {
            "stop_gradient" => $"{source} stops it",
            "floor" or "ceiling" or "truncate" or "round" => $"{source} has steps, and the derivative of a step is zero",
            _ => $"it is only compared, in {source}",
        };
    }

    // The first operation that needs the leaf, that the result needs, and that no gradient passes.
    private static Node? Cut(Graph graph, Value leaf)
    {
        bool[] isNeeded = Live(graph, _ => true, _ => true);
        var isActive = new bool[graph.Nodes.Count];
        isActive[leaf.Node] = true;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (!node.Operands.Any(o => isActive[o.Node]))
                continue;
            isActive[i] = !OpTable.Get(node.Op).HasZeroDerivative && node.Results.Any(r => r.IsDifferentiable);
            if (isNeeded[i] && !isActive[i])
                return node;
            if (isNeeded[i] && node.Regions.SelectMany(r => r.Nodes).FirstOrDefault(IsCut) is { } inner)
                return inner;
        }

        return null;
    }

    private static bool IsCut(Node node) => node.Origin.Source is not null && node.Operands.Count > 0 && OpTable.Get(node.Op).HasZeroDerivative;

    // Truth values, integers and what StopGradient cuts carry no gradient.
    private static bool[] Reached(Graph graph) => Live(graph, node => !OpTable.Get(node.Op).HasZeroDerivative, type => type.IsDifferentiable);

    private static bool[] Live(Graph graph, Func<Node, bool> passes, Func<TensorType, bool> carries)
    {
        var isLive = new bool[graph.Nodes.Count];
        foreach (GraphOutput output in graph.Outputs)
            isLive[output.Value.Node] = true;
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            Node node = graph.Nodes[i];
            if (!isLive[i] || !passes(node))
                continue;
            foreach (Value operand in node.Operands.Where(o => carries(graph.TypeOf(o))))
                isLive[operand.Node] = true;
        }

        return isLive;
    }
}
