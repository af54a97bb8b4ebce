using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.CodeFixes;

/// <summary>AG4005: where a side of Where is not chosen, lets it compute with 1 in place of the value that is guarded.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GuardInner)), Shared]
public sealed class GuardInner : CodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["AG4005"];

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Change>> FindAsync(SyntaxNode at, Diagnostic diagnostic, Document document, CancellationToken cancellation)
    {
        bool isArgument = at is ArgumentSyntax;
        SyntaxNode inner = isArgument ? ((ArgumentSyntax)at).Expression : at;
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        SemanticModel? model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (inner is not ExpressionSyntax || root is null || model is null || diagnostic.AdditionalLocations is not [var condition] || condition.SourceTree != root.SyntaxTree)
            return [];
        string test = root.FindNode(condition.SourceSpan, getInnermostNodeForTie: true).ToString();
        string element = model.GetTypeInfo(inner, cancellation).Type is INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Double }] } ? "double" : "float";
        bool isChosenWhenTrue = !diagnostic.Properties.TryGetValue("side", out string? side) || side != "false";
        string one = $"Ones<{element}>(1)";
        string guarded = isChosenWhenTrue ? $"Where({test}, {inner}, {one})" : $"Where({test}, {one}, {inner})";
        return [new($"Guard '{inner}'", inner, Expression(guarded, inner))];
    }
}
