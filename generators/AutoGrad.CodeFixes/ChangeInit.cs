using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.CodeFixes;

/// <summary>AG5001 and AG5002: another initialiser for the parameters that make a gradient explode or vanish, the one that the estimate is best with.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ChangeInit)), Shared]
public sealed class ChangeInit : CodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["AG5001", "AG5002"];

    /// <inheritdoc/>
    protected override Task<IEnumerable<Change>> FindAsync(SyntaxNode at, Diagnostic diagnostic, Document document, CancellationToken cancellation)
    {
        List<Change> changes = [];
        if (diagnostic.Properties.TryGetValue("Init", out string? init) && diagnostic.Properties.TryGetValue("Parameters", out string? names)
            && at.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type)
        {
            AttributeSyntax[] attributes = [.. type.Members.OfType<PropertyDeclarationSyntax>().Where(p => names!.Split(';').Contains(p.Identifier.ValueText))
                .SelectMany(p => p.AttributeLists).SelectMany(l => l.Attributes).Where(a => a.Name.ToString() is "Parameter" or "ParameterAttribute")];
            // Parameters in another part of the class are out of reach, and a part of them would not do.
            if (attributes.Length == names!.Split(';').Length)
                changes.Add(new($"Use Init.{init}", type, type.ReplaceNodes(attributes, (_, attribute) => With(attribute, init!))));
        }

        return Task.FromResult<IEnumerable<Change>>(changes);
    }

    // A scale belongs to the initialiser that it was written for.
    private static AttributeSyntax With(AttributeSyntax attribute, string init)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList!.Arguments;
        AttributeArgumentSyntax written = SyntaxFactory.AttributeArgument(SyntaxFactory.ParseExpression($"Init.{init}"))
            .WithNameEquals(SyntaxFactory.NameEquals("Init").WithEqualsToken(SyntaxFactory.Token([SyntaxFactory.Space], SyntaxKind.EqualsToken, [SyntaxFactory.Space])));
        AttributeArgumentSyntax[] kept = [.. arguments.Where(a => a.NameEquals?.Name.Identifier.ValueText is not ("Init" or "Scale"))];
        IEnumerable<SyntaxToken> commas = Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), kept.Length);
        return attribute.WithArgumentList(attribute.ArgumentList.WithArguments(SyntaxFactory.SeparatedList([.. kept.Select(a => a.WithoutTrivia()), written], commas)));
    }
}
