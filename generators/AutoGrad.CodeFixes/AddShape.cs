using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.CodeFixes;

/// <summary>
/// AG3002: declares the shape of an argument: that of the method that it is passed to, or what a product with a parameter needs; where
/// neither tells, a name for each axis of a vector and of a matrix.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddShape)), Shared]
public sealed class AddShape : CodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ["AG3002"];

    /// <inheritdoc/>
    protected override async Task<IEnumerable<Change>> FindAsync(SyntaxNode at, Diagnostic diagnostic, Document document, CancellationToken cancellation)
    {
        if (at.FirstAncestorOrSelf<ParameterSyntax>() is not { } parameter || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
            return [];
        IEnumerable<string> shapes = Known(parameter, model, cancellation) is { } known ? [known] : ["Shape(\"n\")", "Shape(\"n\", \"m\")"];
        return shapes.Select(shape => new Change($"Add [{shape}]", parameter, Attributes.Add(parameter, shape)));
    }

    private static string? Known(ParameterSyntax parameter, SemanticModel model, CancellationToken cancellation)
    {
        ISymbol? symbol = model.GetDeclaredSymbol(parameter, cancellation);
        foreach (ArgumentSyntax argument in parameter.Parent?.Parent?.DescendantNodes().OfType<ArgumentSyntax>() ?? [])
        {
            if (!SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(argument.Expression, cancellation).Symbol, symbol)
                || argument.Parent?.Parent is not InvocationExpressionSyntax call
                || model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol callee)
                continue;
            int position = call.ArgumentList.Arguments.IndexOf(argument);
            string? shape = argument.NameColon is null && position < callee.Parameters.Length ? Written(callee.Parameters[position], "ShapeAttribute", cancellation) : null;
            if (shape is not null)
                return shape;
            if (callee is { Name: "MatMul", ContainingType.Name: "Nn" } && position == 0 && Rows(call, model, cancellation) is { } rows)
                return $"Shape(\"n\", {rows})";
        }

        return null;
    }

    // The attribute as it is written on a declaration.
    private static string? Written(ISymbol symbol, string attribute, CancellationToken cancellation)
        => symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == attribute)?.ApplicationSyntaxReference?.GetSyntax(cancellation).ToString();

    // The first length of the parameter that a product multiplies by.
    private static string? Rows(InvocationExpressionSyntax product, SemanticModel model, CancellationToken cancellation)
        => model.GetSymbolInfo(product.ArgumentList.Arguments[1].Expression, cancellation).Symbol is IPropertySymbol property
            && property.GetAttributes().FirstOrDefault(a => a.AttributeClass?.Name == "ParameterAttribute") is { ConstructorArguments: [{ Kind: TypedConstantKind.Array, Values: [var rows, _] }] }
            ? rows.ToCSharpString()
            : null;
}
