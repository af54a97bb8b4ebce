using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>From a shape that an operation cannot take to what is said about it: which rule, under which operand, against which declaration.</summary>
internal static class Mismatches
{
    /// <summary>The problem of a call with these operands.</summary>
    public static Problem Problem(ShapeException mismatch, IOperation expression, IOperation[] operands)
    {
        IOperation at = Operand(mismatch, operands) ?? expression;
        return new(Rule(mismatch.Fault), at.Syntax.GetLocation(), mismatch.Message) { Declaration = Declaration(at) };
    }

    /// <summary>Where the shape of an operand is declared: the attribute of a parameter or argument, or else the variable; null for other expressions.</summary>
    public static Location? Declaration(IOperation operand) => operand switch
    {
        IConversionOperation conversion => Declaration(conversion.Operand),
        IParenthesizedOperation parenthesized => Declaration(parenthesized.Operand),
        IPropertyReferenceOperation { Property: var property } when property.Find(Names.Parameter) is { } attribute => attribute.Location(property),
        IParameterReferenceOperation { Parameter: var parameter } => parameter.Find(Names.Shape)?.Location(parameter) ?? parameter.Location(),
        ILocalReferenceOperation { Local: var local } => local.Location(),
        _ => null,
    };

    private static IOperation? Operand(ShapeException mismatch, IOperation[] operands)
    {
        if (mismatch.Operand < 0)
            return null;
        // The tensors that are joined are the elements of a list.
        IOperation? list = mismatch.Fault == ShapeFault.Concat ? operands.LastOrDefault() : null;
        while (list is IConversionOperation conversion)
            list = conversion.Operand;
        return list switch
        {
            ICollectionExpressionOperation collection => collection.Elements.ElementAtOrDefault(mismatch.Operand),
            IArrayCreationOperation { Initializer: { } items } => items.ElementValues.ElementAtOrDefault(mismatch.Operand),
            not null => null,
            _ => operands.ElementAtOrDefault(mismatch.Operand) is { IsImplicit: false } operand ? operand : null,
        };
    }

    /// <summary>The rule of a fault.</summary>
    public static DiagnosticDescriptor Rule(ShapeFault fault) => fault switch
    {
        ShapeFault.Product => Rules.ProductMismatch,
        ShapeFault.Broadcast => Rules.BroadcastMismatch,
        ShapeFault.Axis => Rules.AxisOutside,
        ShapeFault.Reshape => Rules.ReshapeMismatch,
        ShapeFault.Concat => Rules.ConcatMismatch,
        ShapeFault.Index => Rules.IndexOutside,
        ShapeFault.Window => Rules.WindowMismatch,
        _ => Rules.ShapeMismatch,
    };
}
