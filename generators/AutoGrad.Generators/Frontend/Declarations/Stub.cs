using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// Implements a partial property that was refused, by accessors that throw: without an implementation the compiler stops at the missing
/// part and reports nothing that the analyzer says.
/// </summary>
internal static class Stub
{
    private static readonly SymbolDisplayFormat s_typeFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The text of the property, or null where it cannot or need not be implemented.</summary>
    public static string? Of(IPropertySymbol property)
    {
        if (property is not { IsPartialDefinition: true, IsIndexer: false } || (property.PartialImplementationPart is { } part && !IsGenerated(part)))
            return null;
        string reference = property.ReturnsByRefReadonly ? "ref readonly " : property.ReturnsByRef ? "ref " : "";
        string name = SyntaxFacts.GetKeywordKind(property.Name) == SyntaxKind.None ? property.Name : "@" + property.Name;
        string accessors = string.Concat(new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>().Select(a => Accessor(a, property)));
        return $"{Headers.OfProperty(property)} {reference}{property.Type.ToDisplayString(s_typeFormat)} {name} {{ {accessors}}}";
    }

    private static string Accessor(IMethodSymbol accessor, IPropertySymbol property)
    {
        string access = accessor.DeclaredAccessibility == property.DeclaredAccessibility ? "" : SyntaxFacts.GetText(accessor.DeclaredAccessibility) + " ";
        string keyword = accessor.MethodKind == Microsoft.CodeAnalysis.MethodKind.PropertyGet ? "get" : accessor.IsInitOnly ? "init" : "set";
        return $"{access}{keyword} => throw new global::System.NotSupportedException(\"'{property.Name}' could not be compiled.\"); ";
    }

    /// <summary>Whether the part is one that a generator wrote.</summary>
    public static bool IsGenerated(IPropertySymbol part) => part.DeclaringSyntaxReferences.All(r => r.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase));
}
