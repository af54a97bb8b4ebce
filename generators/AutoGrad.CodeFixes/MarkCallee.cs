using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.CodeFixes;

/// <summary>
/// C#'s own CS0103, CS0117 and CS1061 for <c>FGradient</c>, <c>FVjp</c> or <c>FJvp</c>, where a method <c>F</c> of the same file is not yet
/// marked: marks it as <c>[Differentiable]</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkCallee)), Shared]
public sealed class MarkCallee : CodeFix
{
    private static readonly string[] s_suffixes = ["Gradient", "Vjp", "Jvp"];

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["CS0103", "CS0117", "CS1061"];

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Change>> FindAsync(SyntaxNode at, Diagnostic diagnostic, Document document, CancellationToken cancellation)
    {
        if (at is not SimpleNameSyntax { Identifier.ValueText: var name } || s_suffixes.FirstOrDefault(s => name.EndsWith(s, StringComparison.Ordinal) && name.Length > s.Length) is not { } suffix
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
            return [];
        string callee = name.Substring(0, name.Length - suffix.Length);
        string? type = at.Parent is MemberAccessExpressionSyntax { Expression: var receiver } access && access.Name == at ? receiver.ToString().Split('.').Last() : null;
        MethodDeclarationSyntax? method = root.DescendantNodes().OfType<MethodDeclarationSyntax>().FirstOrDefault(m => m.Identifier.ValueText == callee
            && m.Modifiers.Any(SyntaxKind.StaticKeyword)
            && m.Parent is TypeDeclarationSyntax owner && (type is null ? at.Ancestors().Contains(owner) : owner.Identifier.ValueText == type)
            && !m.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString() is "Differentiable"));
        if (method?.Parent is not TypeDeclarationSyntax holder)
            return [];
        TypeDeclarationSyntax marked = holder.ReplaceNode(method, Attributes.Add(method, "Differentiable"));
        return [new($"Mark '{callee}' as [Differentiable]", holder, marked.Modifiers.Any(SyntaxKind.PartialKeyword) ? marked : MakePartial.Partial(marked))];
    }
}
