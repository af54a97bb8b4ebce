using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.CodeFixes;

/// <summary>
/// AG2003, AG4002 and AG4007: writes the form that has a derivative, where that is mechanical: an assignment in place becomes one of a new
/// tensor, a function of the base library the one of Nn, an expression the smooth one that the message names.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WriteSupportedForm)), Shared]
public sealed class WriteSupportedForm : CodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["AG2003", "AG4002", "AG4007"];

    /// <inheritdoc/>
    protected override Task<IEnumerable<Change>> FindAsync(SyntaxNode at, Diagnostic diagnostic, Document document, CancellationToken cancellation)
    {
        SyntaxNode expression = at switch
        {
            ArgumentSyntax argument => argument.Expression,
            ExpressionStatementSyntax statement => statement.Expression,
            _ => at,
        };
        string? text = diagnostic.Properties.TryGetValue("replacement", out string? replacement) && diagnostic.Id == "AG4007" ? replacement
            : diagnostic.Id == "AG4002" ? Function(expression, replacement)
            : InNewTensor(expression);
        return Task.FromResult<IEnumerable<Change>>(text is null ? [] : [new($"Write '{text}'", expression, Expression(text, expression))]);
    }

    private static string? InNewTensor(SyntaxNode expression) => expression switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment when Operator(assignment.Kind()) is { } sign => $"{left} = {left} {sign} {Operand(assignment.Right)}",
        PostfixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand, Parent: ExpressionStatementSyntax } step => $"{operand} = {operand} {(step.IsKind(SyntaxKind.PostIncrementExpression) ? '+' : '-')} 1",
        PrefixUnaryExpressionSyntax { Operand: IdentifierNameSyntax operand, Parent: ExpressionStatementSyntax } step => $"{operand} = {operand} {(step.IsKind(SyntaxKind.PreIncrementExpression) ? '+' : '-')} 1",
        _ => null,
    };

    // A call of the base library's function, with or without a receiver, as one of Nn's.
    private static string? Function(SyntaxNode expression, string? name)
    {
        if (name is null || expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call)
            return null;
        string arguments = string.Join(", ", call.ArgumentList.Arguments);
        bool isStatic = access.Expression.ToString().Split('.').Last() is "Tensor" or "Math" or "MathF";
        return $"{name}({(isStatic ? arguments : arguments.Length == 0 ? access.Expression : $"{access.Expression}, {arguments}")})";
    }

    private static string Operand(ExpressionSyntax right) => right is BinaryExpressionSyntax or ConditionalExpressionSyntax ? $"({right})" : right.ToString();

    private static string? Operator(SyntaxKind kind) => kind switch
    {
        SyntaxKind.AddAssignmentExpression => "+",
        SyntaxKind.SubtractAssignmentExpression => "-",
        SyntaxKind.MultiplyAssignmentExpression => "*",
        SyntaxKind.DivideAssignmentExpression => "/",
        _ => null,
    };
}
