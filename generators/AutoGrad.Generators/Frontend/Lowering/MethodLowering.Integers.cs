using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Ints and truth values that are known at run time only, and the elements and rows that such ints choose.</content>
internal sealed partial class MethodLowering
{
    private bool IsInteger(Argument argument) => argument is ValueArgument value && _builder.TypeOf(value.Value) is { IsScalar: true, Element: ElementType.I32 };

    private bool IsTruth(Argument argument) => argument is FlagArgument || (argument is ValueArgument value && _builder.TypeOf(value.Value) is { IsScalar: true, Element: ElementType.Bool });

    private Value Integer(IOperation at, Argument argument) => argument switch
    {
        IndexArgument index => _builder.Dimension(index.Index, ElementType.I32),
        ValueArgument value when IsInteger(value) => value.Value,
        _ => throw Unsupported(at),
    };

    private Value Truth(Argument argument) => argument is FlagArgument flag ? _builder.Constant(flag.Flag ? 1 : 0, ElementType.Bool) : ((ValueArgument)argument).Value;

    private ValueArgument OnIntegers(IOperation at, BinaryOperatorKind kind, Argument left, Argument right)
        => new(_builder.Add(Arithmetic.IntegerOp(kind) ?? throw Unsupported(at), [Integer(at, left), Integer(at, right)]));

    private Argument OnTruths(IOperation at, BinaryOperatorKind kind, Argument left, Argument right)
    {
        if (!IsTruth(left) || !IsTruth(right))
            throw Unsupported(at);
        if (right is FlagArgument && left is not FlagArgument)
            (left, right) = (right, left);
        return (kind, left) switch
        {
            (BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd, FlagArgument flag) => flag.Flag ? right : flag,
            (BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr, FlagArgument flag) => flag.Flag ? flag : right,
            (BinaryOperatorKind.Equals, FlagArgument flag) => flag.Flag ? right : Not(right),
            (BinaryOperatorKind.NotEquals or BinaryOperatorKind.ExclusiveOr, FlagArgument flag) => flag.Flag ? Not(right) : right,
            (BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd, _) => new ValueArgument(_builder.Add("and", [Truth(left), Truth(right)])),
            (BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr, _) => new ValueArgument(_builder.Add("or", [Truth(left), Truth(right)])),
            (BinaryOperatorKind.Equals, _) => Not(OnTruths(at, BinaryOperatorKind.ExclusiveOr, left, right)),
            (BinaryOperatorKind.NotEquals or BinaryOperatorKind.ExclusiveOr, _) => new ValueArgument(_builder.Add("or",
            [
                _builder.Add("and", [Truth(left), Not(right).Value]),
                _builder.Add("and", [Not(left).Value, Truth(right)]),
            ])),
            _ => throw Unsupported(at),
        };
    }

    private ValueArgument Not(Argument truth) => new(_builder.Add("not", [Truth(truth)]));

    // Functions of ints that vary, and rows that they choose; null for other calls.
    private ValueArgument? CallOnIntegers(IInvocationOperation call, string name, Argument[] arguments)
    {
        if (name == "Nn.At" && arguments is [ValueArgument tensor, ValueArgument index] && IsInteger(index))
        {
            // A tensor has at least one axis.
            var row = new Expr(_builder, Row(call, tensor.Value, index.Value));
            return new ValueArgument(row.Type.IsScalar ? row.Reshape(new Shape([1])).Value : row.Value);
        }

        if (!arguments.Any(IsInteger) || call.TargetMethod.ReturnType.SpecialType != SpecialType.System_Int32)
            return null;
        string? op = name switch { "Math.Max" => "maximum", "Math.Min" => "minimum", "Math.Abs" => "abs", _ => null };
        return op is null ? null : new ValueArgument(_builder.Add(op, [.. arguments.Select(a => Integer(call, a))]));
    }

    private Value Row(IOperation at, Value tensor, Value index)
        => _region.Slice(tensor, index) ?? _builder.Add(new Node("row", [tensor, index], [], [], [], new Origin(null, SourceLine.Of(at.Syntax), -1)));

    private ValueArgument ScalarAt(IOperation at, Value tensor, EquatableArray<Argument> indices)
    {
        if (indices.Count != _builder.ShapeOf(tensor).Rank)
            throw Refuse(at, Rules.IndexOutside, $"'{SourceLine.Of(at.Syntax)}' has {indices.Count} {(indices.Count == 1 ? "index" : "indices")} for a tensor of shape {_builder.ShapeOf(tensor).ToDisplayString()}");
        return new ValueArgument(indices.Aggregate(tensor, (row, index) => Row(at, row, Integer(at, index))));
    }
}
