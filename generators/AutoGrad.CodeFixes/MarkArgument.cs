using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.CodeFixes;

/// <summary>AG4004: marks an argument that gets no gradient.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MarkArgument)), Shared]
public sealed class MarkArgument : CodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["AG4004"];

    /// <inheritdoc/>
    protected override Task<IEnumerable<Change>> FindAsync(SyntaxNode at, Diagnostic diagnostic, Document document, CancellationToken cancellation)
        => Task.FromResult<IEnumerable<Change>>(at.FirstAncestorOrSelf<ParameterSyntax>() is { } parameter
            ? [new($"Mark '{parameter.Identifier.Text}' as [NonDifferentiable]", parameter, Attributes.Add(parameter, "NonDifferentiable"))]
            : []);
}
