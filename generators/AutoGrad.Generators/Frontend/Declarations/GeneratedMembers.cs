using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Members that are added to a model and that its own methods may name: whether it trains, and its random numbers.</summary>
internal static class GeneratedMembers
{
    public const string IsTraining = "IsTraining";

    public const string Draws = "Draws";

    /// <summary>Whether an identifier may name one.</summary>
    public static bool IsName(string identifier) => identifier is IsTraining or Draws;

    /// <summary>Those that the user's part of a class names and does not declare.</summary>
    public static HashSet<string> NamedIn(INamedTypeSymbol type)
    {
        IEnumerable<string> named = type.DeclaringSyntaxReferences.Where(r => !Bodies.IsGenerated(r.SyntaxTree)).SelectMany(r => r.GetSyntax().DescendantTokens())
            .Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.ValueText).Where(IsName);
        return [.. named.Where(name => !type.GetMembers(name).Any(IsOwn))];
    }

    /// <summary>Whether a property is that generated member.</summary>
    public static bool Is(IPropertySymbol property, string name) => property.Name == name && !property.IsStatic && property.ContainingType.Has(Names.Model) && !IsOwn(property);

    private static bool IsOwn(ISymbol member) => member.DeclaringSyntaxReferences.Any(r => !Bodies.IsGenerated(r.SyntaxTree));
}
