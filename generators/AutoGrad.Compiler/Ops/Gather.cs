using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>The rows of a table that ints choose: <c>y[i, ...] = table[indices[i], ...]</c>, whatever axes the indices have.</summary>
public sealed class Gather() : DifferentiableOp("gather")
{
    /// <inheritdoc/>
    public override string? Kernel => "Rows.Gather";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
        => operands[0].Shape.Rank == 0 ? throw new ShapeException("a number has no rows", 0)
            : operands[1].Element != ElementType.I32 || operands[1].Shape.Rank == 0 ? throw new ShapeException($"rows are chosen by a tensor of ints, not a {operands[1].ToDisplayString()}", 1)
            : [operands[0] with { Shape = new Shape([.. operands[1].Shape.Dims, .. operands[0].Shape.Dims.Skip(1)]) }];

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
        => [context.Builder.Add("scatter_add", [context.Cotangent, context.Operand(1)], NodeAttribute.Dims("rows", [context.OperandType(0).Shape[0]])), null];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => context.Builder.Add("gather", [context.Tangent(0), context.Operand(1)]);
}

/// <summary>Zeros, to whose rows that ints choose others are added, in order: the transpose of <see cref="Gather"/>.</summary>
public sealed class ScatterAdd() : DifferentiableOp("scatter_add")
{
    /// <summary>The attribute of one that is a parameter's whole gradient: the position of the parameter in the order of declaration.</summary>
    public const string Touched = "touched";

    /// <inheritdoc/>
    public override string? Kernel => "Rows.ScatterAdd";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Shape indices = operands[1].Shape;
        bool fits = operands[1].Element == ElementType.I32 && indices.Rank > 0 && operands[0].Shape.Rank >= indices.Rank && operands[0].Shape.Dims.Take(indices.Rank).SequenceEqual(indices.Dims);
        TensorType table = fits
            ? operands[0] with { Shape = new Shape([node.Dim("rows"), .. operands[0].Shape.Dims.Skip(indices.Rank)]) }
            : throw new ShapeException($"{operands[1].ToDisplayString()} does not choose a place for each row of {operands[0].Shape.ToDisplayString()}", 1);
        // As a parameter's gradient it gives the sum of its squares as well: see TouchRows.
        return node.Attribute(Touched) is null ? [table] : [table, table with { Shape = Shape.Scalar }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => [context.Builder.Add("gather", [context.Cotangent, context.Operand(1)]), null];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => context.Builder.Add("scatter_add", [context.Tangent(0), context.Operand(1)], NodeAttribute.Dims("rows", context.Node.Dims("rows")));
}
