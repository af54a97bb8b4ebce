using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Functions;

/// <summary>
/// Methods marked <c>[DerivativeOf]</c>: they take the arguments of the method that they are the derivative of, then the cotangent of its
/// result, and return the cotangents of its differentiable arguments, several of them as a tuple.
/// </summary>
internal static class CustomDerivative
{
    /// <summary>The derivative that the class of a method declares for it, or null.</summary>
    public static IMethodSymbol? Find(IMethodSymbol method)
        => method is { IsStatic: true, IsGenericMethod: false, ContainingType: { } type }
            ? type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(m => m.Find(Names.DerivativeOf) is { } attribute && Target(attribute) == method.Name && (m.Parameters.Length == method.Parameters.Length + 1 || type.GetMembers(method.Name).Length == 1))
            : null;

    /// <summary>The positions of a method's differentiable arguments.</summary>
    public static IEnumerable<int> Wanted(IMethodSymbol method)
        => Enumerable.Range(0, method.Parameters.Length).Where(i => IsNumber(method.Parameters[i].Type) && !method.Parameters[i].Has(Names.NonDifferentiable));

    /// <summary>What is wrong with the derivative's signature, or null.</summary>
    public static string? Fault(IMethodSymbol method, IMethodSymbol derivative)
    {
        ITypeSymbol[] expected = [.. method.Parameters.Select(p => p.Type), method.ReturnType];
        ITypeSymbol[] results = [.. Wanted(method).Select(i => method.Parameters[i].Type)];
        ITypeSymbol[] actual = derivative.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple ? [.. tuple.TupleElements.Select(e => e.Type)] : [derivative.ReturnType];
        if (!derivative.IsStatic)
            return $"is the derivative of '{method.Name}' and must be static";
        if (results.Length == 0)
            return $"is the derivative of '{method.Name}', which has no differentiable argument";
        if (!derivative.Parameters.Select(p => p.Type).SequenceEqual(expected, SymbolEqualityComparer.Default))
            return $"is the derivative of '{method.Name}' and must take its arguments and the cotangent of its result: ({string.Join(", ", expected.Select(t => t.Display()))})";
        return actual.SequenceEqual(results, SymbolEqualityComparer.Default)
            ? null
            : $"is the derivative of '{method.Name}' and must return {(results.Length == 1 ? results[0].Display() : $"({string.Join(", ", results.Select(t => t.Display()))})")}, a cotangent for each differentiable argument";
    }

    /// <summary>The name of the method that a derivative is of.</summary>
    public static string? Target(AttributeData attribute) => attribute.ConstructorArguments is [{ Value: string name }, ..] ? name : null;

    private static bool IsNumber(ITypeSymbol type) => type.SpecialType is SpecialType.System_Single or SpecialType.System_Double || type.TensorElement()?.ToString() is "F32" or "F64";
}
