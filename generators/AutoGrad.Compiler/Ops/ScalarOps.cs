using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>A number in another type; written as a cast. Integers have no derivative.</summary>
public sealed class ConvertOp() : DifferentiableOp("convert")
{
    /// <summary>Adds a conversion, where one is needed.</summary>
    public static Value Build(GraphBuilder builder, Value value, ElementType element)
        => builder.TypeOf(value).Element == element ? value : builder.Add("convert", [value], NodeAttribute.Text("element", ElementTypes.Name(element)));

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
        => ElementTypes.Find(node.Text("element")) is { } element && operands[0].IsScalar
            ? [operands[0] with { Element = element }]
            : throw new ShapeException("only a number can be converted", 0);

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => [Build(context.Builder, context.Cotangent, context.OperandType(0).Element)];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => Build(context.Builder, context.Tangent(0), ElementTypes.Find(context.Node.Text("element"))!.Value);
}

/// <summary>Row <c>index</c>, an int value, of a tensor: one axis less. Where a loop's index is the index, the loop slices instead.</summary>
public sealed class Row() : DifferentiableOp("row")
{
    /// <inheritdoc/>
    public override string? Kernel => "Slices.Read";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
        => operands[0].Shape.Rank > 0 && operands[1] == new TensorType(ElementType.I32, Shape.Scalar)
            ? [operands[0] with { Shape = operands[0].Shape.Without([0]) }]
            : throw new ShapeException($"a row of {operands[0].Shape.ToDisplayString()} cannot be taken", 0);

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
        => [context.Builder.Add("row_gradient", [context.Cotangent, context.Operand(1)], NodeAttribute.Dims("rows", [context.OperandType(0).Shape[0]])), null];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => context.Builder.Add("row", [context.Tangent(0), context.Operand(1)]);
}

/// <summary>Zeros, but for one row: the transpose of <see cref="Row"/>.</summary>
public sealed class RowGradient() : DifferentiableOp("row_gradient")
{
    /// <inheritdoc/>
    public override string? Kernel => "Slices.Write";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
        => operands[1] == new TensorType(ElementType.I32, Shape.Scalar)
            ? [operands[0] with { Shape = new Shape([node.Dim("rows"), .. operands[0].Shape.Dims]) }]
            : throw new ShapeException($"an index is an int, not a {operands[1].ToDisplayString()}", 1);

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => [context.Builder.Add("row", [context.Cotangent, context.Operand(1)]), null];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => context.Builder.Add("row_gradient", [context.Tangent(0), context.Operand(1)], NodeAttribute.Dims("rows", context.Node.Dims("rows")));
}

/// <summary>A tensor with another one in place of row <c>index</c>, an int value.</summary>
public sealed class SetRow() : DifferentiableOp("set_row")
{
    /// <inheritdoc/>
    public override string? Kernel => "Slices.Write";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
        => operands[0].Shape.Rank > 0 && operands[1] == operands[0] with { Shape = operands[0].Shape.Without([0]) } && operands[2] == new TensorType(ElementType.I32, Shape.Scalar)
            ? [operands[0]]
            : throw new ShapeException($"{operands[1].ToDisplayString()} cannot be a row of {operands[0].ToDisplayString()}", 1);

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        Value row = context.Builder.Add("row", [context.Cotangent, context.Operand(2)]);
        Value zero = context.Expr(row).Number(0).Value;
        return [context.Builder.Add("set_row", [context.Cotangent, zero, context.Operand(2)]), row, null];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => context.Builder.Add("set_row", [context.Tangent(0), context.Tangent(1), context.Operand(2)]);
}
