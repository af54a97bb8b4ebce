using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;
using AutoGrad.Generators.Emission;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Frontend.Declarations;
using Microsoft.CodeAnalysis;
using MethodKind = AutoGrad.Compiler.Declarations.MethodKind;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>What the compiler behind the front end refuses of a loss: it would otherwise be known only when the generated method throws.</summary>
internal static class Gradients
{
    public static IEnumerable<Problem> Check(INamedTypeSymbol model, ModelDeclaration declaration)
    {
        IReadOnlyDictionary<string, string> refusals = Compiled.RefusalsOf(declaration);
        foreach (MethodDeclaration loss in declaration.Methods.Where(m => m.Kind == MethodKind.Loss))
        {
            if (!refusals.TryGetValue(loss.Name, out string? refusal) || model.GetMembers(loss.Name).FirstOrDefault(m => m.Has(Names.Loss)) is not { } method)
                continue;
            Problem[] unreached = loss.Graph is { } graph ? [.. Unreached(model, loss, FixMode.Run(graph, isTraining: true))] : [];
            if (unreached.Length == 0)
                yield return new(Rules.NotCompiled, method.Location(), loss.Name, refusal);
            foreach (Problem problem in unreached)
                yield return problem;
        }
    }

    // Parameters that loops and branches use, and only in a way that has no derivative.
    private static IEnumerable<Problem> Unreached(INamedTypeSymbol model, MethodDeclaration loss, Graph graph)
        => graph.Find("parameter").Where(i => !GradientPaths.Reaches(graph, new Value(i)))
            .Select(i => Reachability.Problem(model, graph.Nodes[i].Text("name"), loss.Name, graph)).OfType<Problem>();
}
