using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Finds models that would contain themselves. Declared types tell, so that nothing is read while nobody knows whether reading ends.</summary>
internal static class LayerCycle
{
    /// <summary>The way from a layer's type back to its owner, such as <c>A, B, A</c>; null where there is none.</summary>
    public static string? Find(INamedTypeSymbol owner, INamedTypeSymbol layer)
        => Find(owner, layer, new HashSet<ISymbol>(SymbolEqualityComparer.Default)) is { } path ? $"{owner.Name}, {path}" : null;

    private static string? Find(INamedTypeSymbol owner, INamedTypeSymbol type, HashSet<ISymbol> seen)
    {
        if (SymbolEqualityComparer.Default.Equals(owner, type))
            return owner.Name;
        if (!seen.Add(type))
            return null;
        return type.GetMembers().OfType<IPropertySymbol>().Where(p => p.Has(Names.Layer))
            .Select(p => ((p.Type as IArrayTypeSymbol)?.ElementType ?? p.Type) is INamedTypeSymbol part ? Find(owner, part, seen) : null)
            .Where(path => path is not null).Select(path => $"{type.Name}, {path}").FirstOrDefault();
    }
}
