using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;
using AutoGrad.Generators.Emission;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Frontend.Declarations;
using AutoGrad.Generators.Frontend.Functions;
using Microsoft.CodeAnalysis;
using ArgumentKind = AutoGrad.Compiler.Declarations.ArgumentKind;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>What is wrong with functions marked <c>[Differentiable]</c> and with derivatives marked <c>[DerivativeOf]</c>.</summary>
internal static class Functions
{
    public static IEnumerable<Problem> Check(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        if (method.Find(Names.DerivativeOf) is { } attribute)
            return Derivative(method, attribute);
        FunctionReading reading = FunctionReader.Read(method, compilation, cancellation);
        return reading.Problems.Any(p => p.IsError) || reading.Source is not { Declaration: { Graph: { } graph } declaration }
            ? reading.Problems
            : reading.Problems.Concat(Unreached(method, declaration, graph)).Concat(Refusal(method, declaration));
    }

    private static IEnumerable<Problem> Derivative(IMethodSymbol method, AttributeData attribute)
    {
        string name = CustomDerivative.Target(attribute) ?? "";
        IMethodSymbol[] targets = [.. method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().Where(m => m.IsStatic)];
        string? fault = targets.Length == 0 ? $"is the derivative of '{name}', which is no static method of '{method.ContainingType.Name}'"
            : targets.FirstOrDefault(t => SymbolEqualityComparer.Default.Equals(CustomDerivative.Find(t), method)) is { } target ? CustomDerivative.Fault(target, method)
            : $"takes other arguments than '{name}', and then the cotangent of its result";
        if (fault is not null)
            yield return new(Rules.DerivativeSignature, method.Location(), method.Name, fault) { Declaration = targets.FirstOrDefault()?.Location() };
    }

    private static IEnumerable<Problem> Unreached(IMethodSymbol method, FunctionDeclaration declaration, Graph graph)
    {
        int input = 0;
        EquatableArray<Value> inputs = graph.Inputs;
        for (int i = 0; i < declaration.Arguments.Count; i++)
        {
            FunctionArgument argument = declaration.Arguments[i];
            if (argument.Declaration.Kind == ArgumentKind.Index)
                continue;
            Value leaf = inputs[input++];
            if (argument.IsDifferentiated && !GradientPaths.Reaches(graph, leaf))
                yield return new(Rules.UnreachedArgument, method.Parameters[i].Location(), argument.Declaration.Name, method.Name, Reachability.Reason(graph, leaf));
        }
    }

    // What the compiler behind the front end refuses would otherwise be known only when the generated method throws.
    private static IEnumerable<Problem> Refusal(IMethodSymbol method, FunctionDeclaration declaration)
    {
        if (Compiled.RefusalOf(declaration) is { } refusal)
            yield return new(Rules.NotCompiled, method.Location(), method.Name, refusal);
    }
}
