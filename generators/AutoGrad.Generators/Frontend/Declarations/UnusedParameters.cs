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
        foreach (ParameterDeclaration parameter in parameters.Where(p => !read.Contains(p.Name)))
        {
            if (model.GetMembers(parameter.Name).FirstOrDefault() is { } property)
                problems.Add(new(Rules.UnusedParameter, property.Location(), parameter.Name, model.Name));
        }
    }
}
