using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.CodeFixes;

/// <summary>A fix that exchanges one node of the tree for another. It can be applied to a whole solution at once.</summary>
public abstract class CodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null)
            return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode at = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            foreach (Change change in await FindAsync(at, diagnostic, context.Document, context.CancellationToken).ConfigureAwait(false))
            {
                Document document = context.Document;
                context.RegisterCodeFix(CodeAction.Create(change.Title, _ => Task.FromResult(Apply(document, root, change)), change.Title), diagnostic);
            }
        }
    }

    /// <summary>The changes to offer for a diagnostic at a node.</summary>
    protected abstract Task<IEnumerable<Change>> FindAsync(SyntaxNode at, Diagnostic diagnostic, Document document, CancellationToken cancellation);

    /// <summary>An expression from its text.</summary>
    protected static SyntaxNode Expression(string text, SyntaxNode like) => SyntaxFactory.ParseExpression(text).WithTriviaFrom(like);

    private static Document Apply(Document document, SyntaxNode root, Change change)
        => document.WithSyntaxRoot(change.New is { } replacement
            ? root.ReplaceNode(change.Old, replacement)
            : root.RemoveNode(change.Old, change.Old.GetLeadingTrivia().All(t => t.IsKind(SyntaxKind.WhitespaceTrivia)) ? SyntaxRemoveOptions.KeepNoTrivia : SyntaxRemoveOptions.KeepLeadingTrivia)!);

    /// <summary>One change, under the title that the editor shows; a node without a successor is removed.</summary>
    protected sealed record Change(string Title, SyntaxNode Old, SyntaxNode? New);
}
