using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.CodeFixes;

/// <summary>AG4301 and AG4302: removes a clip that is one too many.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveClip)), Shared]
public sealed class RemoveClip : CodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["AG4301", "AG4302"];

    /// <inheritdoc/>
    protected override Task<IEnumerable<Change>> FindAsync(SyntaxNode at, Diagnostic diagnostic, Document document, CancellationToken cancellation)
        => Task.FromResult<IEnumerable<Change>>(at.FirstAncestorOrSelf<AttributeSyntax>() is { Parent: AttributeListSyntax list } attribute
            ? [new($"Remove [{attribute.Name}]", list.Attributes.Count == 1 ? list : attribute, null)]
            : []);
}
