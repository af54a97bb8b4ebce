using AutoGrad.Generators.Emission;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Frontend.Functions;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>What is wrong with functions marked <c>[Differentiable]</c> and with derivatives marked <c>[DerivativeOf]</c>.</summary>
internal static class Functions
{
    public static IEnumerable<Problem> Check(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        if (method.Find(Names.DerivativeOf) is { } attribute)
            return Derivative(method, attribute);
        FunctionReading reading = FunctionReader.Read(method, compilation, cancellation);
        return reading.Problems.Count > 0 ? reading.Problems : Refusal(method, reading.Source!);
    }

    private static IEnumerable<Problem> Derivative(IMethodSymbol method, AttributeData attribute)
    {
        string name = CustomDerivative.Target(attribute) ?? "";
        IMethodSymbol[] targets = [.. method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().Where(m => m.IsStatic)];
        string? fault = targets.Length == 0 ? $"is the derivative of '{name}', which is no static method of '{method.ContainingType.Name}'"
            : targets.FirstOrDefault(t => SymbolEqualityComparer.Default.Equals(CustomDerivative.Find(t), method)) is { } target ? CustomDerivative.Fault(target, method)
            : $"takes other arguments than '{name}', and then the cotangent of its result";
        if (fault is not null)
            yield return new(Rules.MethodSignature, method.Location(), method.Name, fault);
    }

    // What the compiler behind the front end refuses would otherwise be known only when the generated method throws.
    private static IEnumerable<Problem> Refusal(IMethodSymbol method, FunctionSource source)
    {
        if (Compiled.RefusalOf(source.Declaration) is { } refusal)
            yield return new(Rules.NotCompiled, method.Location(), method.Name, refusal);
    }
}
