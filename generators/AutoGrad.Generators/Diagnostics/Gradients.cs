using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Emission;
using AutoGrad.Generators.Frontend;
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
            if (refusals.TryGetValue(loss.Name, out string? refusal) && model.GetMembers(loss.Name).FirstOrDefault(m => m.Has(Names.Loss)) is { } method)
                yield return new(Rules.NotCompiled, method.Location(), loss.Name, refusal);
        }
    }
}
