using AutoGrad.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Calls = AutoGrad.Generators.Frontend.Lowering.Functions;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>Idioms whose value is right and whose gradient is not, or need not be missing, in classes whose methods are differentiated.</summary>
internal static class Idioms
{
    /// <summary>The property of a diagnostic that names the side of Where that is unsafe: "true" or "false".</summary>
    public const string Side = "side";

    /// <summary>The property of a diagnostic that holds the text to write instead.</summary>
    public const string Replacement = "replacement";

    /// <summary>Looks at one call.</summary>
    public static void Check(OperationAnalysisContext context)
    {
        if (context.Operation is not IInvocationOperation call || Calls.NameOf(call.TargetMethod) is not { } name || !IsDifferentiated(context.ContainingSymbol.ContainingType))
            return;
        Problem? problem = name switch
        {
            "Nn.Where" => UnsafeWhere(call),
            "Nn.Sqrt" or "Tensor.Sqrt" or "Math.Sqrt" when Square(Argument(call, 0)) is { } square => Root(call, square),
            "Nn.Pow" or "Tensor.Pow" or "Math.Pow" when IsTwo(Argument(call, 1)) && Absolute(Argument(call, 0)) is { } inner => Smooth(call, inner, $"{Parenthesized(inner)} * {Parenthesized(inner)}"),
            _ => null,
        };
        if (problem is not null)
            context.ReportDiagnostic(problem.ToDiagnostic());
    }

    private static bool IsDifferentiated(INamedTypeSymbol? type)
        => type is not null && (type.Has(Names.Model) || type.GetMembers().Any(m => m is IMethodSymbol && m.Has(Names.Differentiable)));

    // The condition compares what a side then takes the logarithm or root of, or divides by.
    private static Problem? UnsafeWhere(IInvocationOperation where)
    {
        SyntaxNode[] compared = [.. Compared(Argument(where, 0))];
        for (int side = 1; side <= 2; side++)
        {
            foreach (IOperation operation in Initial(Argument(where, side))?.DescendantsAndSelf() ?? [])
            {
                if (Hazard(operation) is not { } inner || compared.FirstOrDefault(c => SyntaxFactory.AreEquivalent(c, inner.Syntax)) is null)
                    continue;
                return new(Rules.UnsafeWhere, inner.Syntax.GetLocation(), Text(inner), Text(operation))
                {
                    Declaration = Argument(where, 0)?.Syntax.GetLocation(),
                    Properties = Problem.None.Add(Side, side == 1 ? "true" : "false"),
                };
            }
        }

        return null;
    }

    private static IEnumerable<SyntaxNode> Compared(IOperation? condition) => Initial(condition) switch
    {
        IBinaryOperation binary => [Plain(binary.LeftOperand).Syntax, Plain(binary.RightOperand).Syntax],
        IInvocationOperation call => call.Arguments.Select(a => Plain(a.Value).Syntax),
        _ => [],
    };

    // What an operation may not be given, or its derivative is infinite.
    private static IOperation? Hazard(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide } division => Plain(division.RightOperand),
        IInvocationOperation call => Calls.NameOf(call.TargetMethod) switch
        {
            "Nn.Log" or "Tensor.Log" or "Nn.Sqrt" or "Tensor.Sqrt" or "Nn.Pow" or "Tensor.Pow" => Argument(call, 0),
            "Tensor.Divide" => Argument(call, 1),
            _ => null,
        },
        _ => null,
    };

    private static Problem Root(IInvocationOperation call, IOperation square)
    {
        string inner = Argument(call, 0)!.Syntax.ToString();
        string text = call.Syntax.ToString(), epsilon = call.Type?.SpecialType == SpecialType.System_Double ? "1e-12" : "1e-12f";
        int at = text.LastIndexOf(inner, StringComparison.Ordinal);
        string replacement = text.Substring(0, at) + inner + " + " + epsilon + text.Substring(at + inner.Length);
        return new(Rules.SmoothForm, call.Syntax.GetLocation(), Text(call), $"'{Text(square)}' is zero", $"'{replacement}'") { Properties = Problem.None.Add(Replacement, replacement) };
    }

    private static Problem Smooth(IOperation at, IOperation inner, string replacement)
        => new(Rules.SmoothForm, at.Syntax.GetLocation(), Text(at), $"'{Text(inner)}' is zero", $"'{replacement}'") { Properties = Problem.None.Add(Replacement, replacement) };

    // x of x * x, of Pow(x, 2), and of a sum over either.
    private static IOperation? Square(IOperation? operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product when SyntaxFactory.AreEquivalent(product.LeftOperand.Syntax, product.RightOperand.Syntax) => Plain(product.LeftOperand),
        IInvocationOperation call => Calls.NameOf(call.TargetMethod) switch
        {
            "Nn.Sum" or "Tensor.Sum" => Square(Argument(call, 0)),
            "Nn.Pow" or "Tensor.Pow" or "Math.Pow" when IsTwo(Argument(call, 1)) => Argument(call, 0),
            _ => null,
        },
        _ => null,
    };

    private static IOperation? Absolute(IOperation? operation)
        => operation is IInvocationOperation call && Calls.NameOf(call.TargetMethod) is "Nn.Abs" or "Tensor.Abs" or "Math.Abs" ? Argument((IInvocationOperation)operation, 0) : null;

    private static bool IsTwo(IOperation? operation) => operation?.ConstantValue is { HasValue: true, Value: 2f or 2.0 or 2 };

    private static IOperation? Argument(IInvocationOperation call, int ordinal)
        => call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal)?.Value is { } value ? Plain(value) : null;

    private static IOperation Plain(IOperation operation) => operation switch
    {
        IConversionOperation { IsImplicit: true } conversion => Plain(conversion.Operand),
        IParenthesizedOperation parenthesized => Plain(parenthesized.Operand),
        _ => operation,
    };

    // What a variable was declared with.
    private static IOperation? Initial(IOperation? operation)
    {
        if (operation is not ILocalReferenceOperation { Local: var local })
            return operation;
        IOperation root = operation;
        while (root.Parent is { } parent)
            root = parent;
        IVariableDeclaratorOperation? declarator = root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(d => SymbolEqualityComparer.Default.Equals(d.Symbol, local));
        return (declarator?.Initializer ?? (declarator?.Parent as IVariableDeclarationOperation)?.Initializer)?.Value is { } value ? Plain(value) : operation;
    }

    private static string Parenthesized(IOperation operation) => operation is IBinaryOperation ? $"({operation.Syntax})" : operation.Syntax.ToString();

    private static string Text(IOperation operation) => Frontend.Lowering.SourceLine.Of(operation.Syntax);
}
