using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>One element of each row, which ints choose: <c>y[i] = x[i, labels[i]]</c>.</summary>
public sealed class Pick() : DifferentiableOp("pick")
{
    /// <inheritdoc/>
    public override string? Kernel => "Rows.Pick";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
        => operands[0].Shape.Rank == 2 && operands[1].Element == ElementType.I32 && operands[1].Shape == new Shape([operands[0].Shape[0]])
            ? [operands[0] with { Shape = new Shape([operands[0].Shape[0]]) }]
            : throw new ShapeException($"{operands[1].ToDisplayString()} does not choose an element of each row of {operands[0].Shape.ToDisplayString()}", 1);

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
        => [context.Builder.Add("place", [context.Cotangent, context.Operand(1)], NodeAttribute.Dims("columns", [context.OperandType(0).Shape[1]])), null];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => context.Builder.Add("pick", [context.Tangent(0), context.Operand(1)]);
}

/// <summary>Zeros, but for one element of each row, which ints choose: the transpose of <see cref="Pick"/>.</summary>
public sealed class Place() : DifferentiableOp("place")
{
    /// <inheritdoc/>
    public override string? Kernel => "Rows.Place";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
        => operands[0].Shape.Rank == 1 && operands[1].Element == ElementType.I32 && operands[1].Shape == operands[0].Shape
            ? [operands[0] with { Shape = new Shape([operands[0].Shape[0], node.Dim("columns")]) }]
            : throw new ShapeException($"{operands[1].ToDisplayString()} does not choose a place for each of {operands[0].Shape.ToDisplayString()}", 1);

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => [context.Builder.Add("pick", [context.Cotangent, context.Operand(1)]), null];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => context.Builder.Add("place", [context.Tangent(0), context.Operand(1)], NodeAttribute.Dims("columns", context.Node.Dims("columns")));
}
