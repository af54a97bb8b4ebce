using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Conversions.</content>
internal sealed partial class MethodLowering
{
    private Argument Convert(IConversionOperation conversion)
    {
        Argument operand = Evaluate(conversion.Operand);
        if (operand is FunctionValue or ListArgument or ArrayArgument || conversion.Conversion.IsIdentity)
            return operand;
        if (conversion.OperatorMethod is { } method)
            return IsView(method, conversion.Type) ? operand : throw Unsupported(conversion);
        return operand is TupleArgument ? Coerce(conversion, operand, conversion.Type) : ConvertTo(conversion, operand, conversion.Type!);
    }

    // Conversions that C# makes without writing them down: of a tuple, element by element.
    private Argument Coerce(IOperation at, Argument operand, ITypeSymbol? type) => (operand, type) switch
    {
        (TupleArgument tuple, INamedTypeSymbol { IsTupleType: true, TupleElements: var elements }) when elements.Length == tuple.Items.Count
            => new TupleArgument(tuple.Items.Select((item, i) => Coerce(at, item, elements[i].Type)).ToEquatableArray()),
        (NumberArgument or IndexArgument, not null) => ConvertTo(at, operand, type),
        (ValueArgument value, not null) when _frame.Resolve(type).Element() is not null => ConvertTo(at, value, type),
        _ => operand,
    };

    // Tensor to ReadOnlyTensorSpan: the same elements.
    private static bool IsView(IMethodSymbol conversion, ITypeSymbol? type)
        => conversion is { Name: WellKnownMemberNames.ImplicitConversionName, Parameters: [var source] }
            && source.Type.Is(Names.Tensor) && type.Is(Names.ReadOnlyTensorSpan);

    private Argument ConvertTo(IOperation at, Argument operand, ITypeSymbol type)
    {
        ITypeSymbol target = _frame.Resolve(type);
        ElementType? element = target.Element();
        return operand switch
        {
            NumberArgument number when element is ElementType.F32 => new NumberArgument((float)number.Number),
            NumberArgument when element is ElementType.F64 => operand,
            NumberArgument number when target.IsIndex() && Math.Abs(number.Number) < int.MaxValue => new IndexArgument((long)number.Number),
            IndexArgument when target.IsIndex() => operand,
            IndexArgument { Index.Constant: { } constant } when element is ElementType.F32 => new NumberArgument((float)constant),
            IndexArgument { Index.Constant: { } constant } when element is ElementType.F64 => new NumberArgument(constant),
            IndexArgument index when element is ElementType.F32 or ElementType.F64 => new ValueArgument(_builder.Dimension(index.Index, element.Value)),
            FlagArgument when element is ElementType.Bool => operand,
            ValueArgument value when _builder.TypeOf(value.Value) is { IsScalar: true } own && own.Element == element => operand,
            ValueArgument value when IsInteger(value) && (target.IsIndex() || target.TypeKind == TypeKind.Enum) => operand,
            ValueArgument value when IsInteger(value) && element is ElementType.F32 or ElementType.F64 => new ValueArgument(ConvertOp.Build(_builder, ((ValueArgument)operand).Value, element.Value)),
            IndexArgument when target.TypeKind == TypeKind.Enum => operand,
            ValueArgument value when _builder.TypeOf(value.Value).IsScalar && target.IsIndex()
                => throw Refuse(at, Rules.IntegerConversion, SourceLine.Of(at.Syntax)),
            ValueArgument value when _builder.TypeOf(value.Value).IsScalar && element is ElementType.F32 or ElementType.F64
                => throw Refuse(at, Rules.Unsupported, $"The conversion '{SourceLine.Of(at.Syntax)}'", "a forward pass stays in one precision: use MathF with float and Math with double"),
            _ => throw Unsupported(at),
        };
    }
}
