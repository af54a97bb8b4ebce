using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>The words before a name, which the other part of a partial declaration repeats.</summary>
internal static class Headers
{
    private static readonly SymbolDisplayFormat s_namespaceFormat = SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>Such as <c>public sealed partial class</c>.</summary>
    public static string OfType(TypeDeclarationSyntax type)
    {
        string keyword = type is RecordDeclarationSyntax { ClassOrStructKeyword: { RawKind: not (int)SyntaxKind.None } second } ? $"{type.Keyword.Text} {second.Text}" : type.Keyword.Text;
        return string.Join(" ", type.Modifiers.Select(m => m.Text).Append(keyword));
    }

    /// <summary>Such as <c>public partial</c>.</summary>
    public static string OfProperty(IPropertySymbol property)
        => property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is PropertyDeclarationSyntax syntax ? string.Join(" ", syntax.Modifiers.Select(m => m.Text)) : "partial";

    /// <summary>Headers with names of the types around a type, outermost first, such as <c>public static partial class Models</c>.</summary>
    public static IEnumerable<string> Around(TypeDeclarationSyntax type)
        => type.Ancestors().OfType<TypeDeclarationSyntax>().Reverse().Select(outer => $"{OfType(outer)} {outer.Identifier.Text}");

    /// <summary>The namespace; empty for the global one.</summary>
    public static string Namespace(INamespaceSymbol @namespace) => @namespace.IsGlobalNamespace ? "" : @namespace.ToDisplayString(s_namespaceFormat);
}
