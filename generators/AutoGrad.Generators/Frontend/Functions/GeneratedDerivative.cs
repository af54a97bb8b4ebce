using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Functions;

/// <summary>A generated member that a body calls: which function it is the derivative of, and in which mode.</summary>
internal sealed record GeneratedDerivative(IMethodSymbol Function, bool IsForward)
{
    private static readonly string[] s_suffixes = ["Gradient", "Vjp", "Jvp"];

    /// <summary>Whether an identifier may name a generated derivative.</summary>
    public static bool IsName(string identifier) => s_suffixes.Any(s => identifier.Length > s.Length && identifier.EndsWith(s, StringComparison.Ordinal));

    /// <summary>What a method is the generated derivative of, or null.</summary>
    public static GeneratedDerivative? Find(IMethodSymbol method)
    {
        if (!IsName(method.Name) || !method.IsStatic || method.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || !Bodies.IsGenerated(reference.SyntaxTree))
            return null;
        string suffix = s_suffixes.First(s => method.Name.EndsWith(s, StringComparison.Ordinal));
        IMethodSymbol? function = method.ContainingType.GetMembers(method.Name.Substring(0, method.Name.Length - suffix.Length)).OfType<IMethodSymbol>()
            .FirstOrDefault(f => f.Has(Names.Differentiable) && f.Parameters.Length < method.Parameters.Length + (suffix == "Gradient" ? 1 : 0)
                && f.Parameters.Select(p => p.Type).SequenceEqual(method.Parameters.Take(f.Parameters.Length).Select(p => p.Type), SymbolEqualityComparer.Default)
                && f.Parameters.Select(p => p.Name).SequenceEqual(method.Parameters.Take(f.Parameters.Length).Select(p => p.Name)));
        return function is null ? null : new(function, suffix == "Jvp");
    }
}
