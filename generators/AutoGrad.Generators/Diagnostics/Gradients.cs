using AutoGrad.Compiler;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Frontend;
using Microsoft.CodeAnalysis;
using MethodKind = AutoGrad.Compiler.Declarations.MethodKind;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>
/// Differentiates the loss as the generator will. What the compiler behind the front end refuses would otherwise be known only when the
/// generated method throws.
/// </summary>
internal static class Gradients
{
    public static IEnumerable<Problem> Check(INamedTypeSymbol model, ModelDeclaration declaration)
    {
        foreach (MethodDeclaration loss in declaration.Methods.Where(m => m.Kind == MethodKind.Loss && m.Graph is not null))
        {
            if (Refusal(loss, declaration) is { } refusal && model.GetMembers(loss.Name).FirstOrDefault(m => m.Has(Names.Loss)) is { } method)
                yield return new(Rules.NotCompiled, method.Location(), loss.Name, refusal);
        }
    }

    private static string? Refusal(MethodDeclaration loss, ModelDeclaration declaration)
    {
        try
        {
            Pipeline.Training(loss.Graph!, declaration.Parameters);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return e.Message;
        }
    }
}
