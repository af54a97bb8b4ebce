using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.CodeFixes;

/// <summary>AG5001: clips the gradients of the class, or cuts that of a loop after so many steps that it grows little.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CapGrowth)), Shared]
public sealed class CapGrowth : CodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["AG5001"];

    /// <inheritdoc/>
    protected override Task<IEnumerable<Change>> FindAsync(SyntaxNode at, Diagnostic diagnostic, Document document, CancellationToken cancellation)
    {
        List<Change> changes = [];
        if (at.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type)
            changes.Add(new("Clip each gradient with [ClipNorm]", type, Attributes.Add(type, "ClipNorm")));
        if (at.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && diagnostic.Properties.TryGetValue("Steps", out string? steps))
            changes.Add(new($"Cut the gradient with [TruncatedBackprop({steps})]", method, Attributes.Add(method, $"TruncatedBackprop({steps})")));
        return Task.FromResult<IEnumerable<Change>>(changes);
    }
}
