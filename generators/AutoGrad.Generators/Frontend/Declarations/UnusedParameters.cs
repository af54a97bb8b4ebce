using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using MethodKind = AutoGrad.Compiler.Declarations.MethodKind;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Finds parameters of a model without a loss that no forward method reads. Where there is a loss, <see cref="Reachability"/> says more.</summary>
internal static class UnusedParameters
{
    public static void Check(INamedTypeSymbol model, IEnumerable<ParameterDeclaration> parameters, MethodDeclaration[] methods, List<Problem> problems)
    {
        if (methods.Length == 0 || methods.Any(m => m.Kind == MethodKind.Loss || m.Graph is null))
            return;
        HashSet<string> read = [.. methods.SelectMany(m => m.Graph!.Find("parameter").Select(i => m.Graph.Nodes[i].Text("name")))];
        // A layer that is not used is one mistake, however many parameters it has.
        foreach (IGrouping<string, ParameterDeclaration> unused in parameters.Where(p => !read.Contains(p.Name)).GroupBy(p => p.Name.Split('.')[0]))
        {
            if (model.GetMembers(unused.Key).FirstOrDefault() is { } property)
                problems.Add(new(Rules.UnusedParameter, property.Location(), unused.First().Name, model.Name));
        }
    }
}
