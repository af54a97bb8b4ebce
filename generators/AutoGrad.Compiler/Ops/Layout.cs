using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>Places the operand's axes at <c>axes</c> of the shape <c>lengths</c> and repeats it along the others; the inverse of a sum.</summary>
public sealed class Broadcast() : DifferentiableOp("broadcast")
{
    /// <inheritdoc/>
    public override string? Kernel => "Layout.Broadcast";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        EquatableArray<long> axes = node.Integers("axes");
        EquatableArray<Dim> lengths = node.Dims("lengths");
        bool fits = axes.Count == operands[0].Shape.Rank
            && axes.Select((a, i) => a >= 0 && a < lengths.Count && (i == 0 || a > axes[i - 1]) && lengths[(int)a].Equals(operands[0].Shape[i])).All(b => b);
        return fits
            ? [operands[0] with { Shape = new Shape(lengths) }]
            : throw new ShapeException($"{operands[0].Shape.ToDisplayString()} cannot be repeated to [{string.Join(", ", lengths)}]", 0);
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
        => [context.Expr(context.Cotangent).Sum(Enumerable.Range(0, context.Node.Dims("lengths").Count).Select(i => (long)i).Except(context.Node.Integers("axes"))).Value];
}

/// <summary>The same elements, in row-major order, in another shape; costs nothing.</summary>
public sealed class Reshape() : DifferentiableOp("reshape")
{
    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        var shape = new Shape(node.Dims("lengths"));
        // Whether a symbolic count fits constants is known at run time only: the generated code checks it (see "checked").
        return shape.Count.Equals(operands[0].Shape.Count) || node.Flag("checked")
            ? [operands[0] with { Shape = shape }]
            : throw new ShapeException($"{operands[0].Shape.ToDisplayString()} cannot become {shape.ToDisplayString()}: it has {operands[0].Shape.Count} elements, not {shape.Count}", 0, ShapeFault.Reshape);
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        NodeAttribute lengths = NodeAttribute.Dims("lengths", context.OperandType(0).Shape.Dims);
        return [context.Node.Flag("checked") ? context.Builder.Add("reshape", [context.Cotangent], lengths, NodeAttribute.Flag("checked")) : context.Builder.Add("reshape", [context.Cotangent], lengths)];
    }
}

/// <summary>Result axis i is operand axis <c>permutation</c>[i].</summary>
public sealed class Transpose() : DifferentiableOp("transpose")
{
    /// <inheritdoc/>
    public override string? Kernel => "Layout.Transpose";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        EquatableArray<long> permutation = node.Integers("permutation");
        Shape shape = operands[0].Shape;
        return permutation.OrderBy(i => i).SequenceEqual(Enumerable.Range(0, shape.Rank).Select(i => (long)i))
            ? [operands[0] with { Shape = new Shape(permutation.Select(i => shape[(int)i]).ToEquatableArray()) }]
            : throw new ShapeException($"[{string.Join(", ", permutation)}] is not an order of the axes of {shape.ToDisplayString()}", 0);
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        EquatableArray<long> permutation = context.Node.Integers("permutation");
        return [context.Builder.Add("transpose", [context.Cotangent], NodeAttribute.Integers("permutation", Enumerable.Range(0, permutation.Count).Select(i => (long)permutation.ToList().IndexOf(i))))];
    }
}

/// <summary><c>length</c> elements from <c>start</c> along an axis.</summary>
public sealed class Slice() : DifferentiableOp("slice")
{
    /// <inheritdoc/>
    public override string? Kernel => "Layout.Copy";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Shape shape = operands[0].Shape;
        int axis = (int)node.Integer("axis");
        Dim start = node.Dim("start"), length = node.Dim("length");
        if (axis < 0 || axis >= shape.Rank)
            throw new ShapeException(FormattableString.Invariant($"axis {axis} does not exist in {shape.ToDisplayString()}"), 0, ShapeFault.Axis);
        bool outside = start.Constant < 0 || length.Constant < 0 || (shape[axis] - start - length).Constant < 0;
        return outside
            ? throw new ShapeException(FormattableString.Invariant($"elements {start} to {start + length} are not within axis {axis} of {shape.ToDisplayString()}"), 0, ShapeFault.Index)
            : [operands[0] with { Shape = new Shape(shape.Dims.With(axis, length)) }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        int axis = (int)context.Node.Integer("axis");
        Dim start = context.Node.Dim("start"), length = context.Node.Dim("length");
        return [context.Builder.Add("pad", [context.Cotangent], NodeAttribute.Integers("axis", [axis]), NodeAttribute.Dims("before", [start]), NodeAttribute.Dims("after", [context.OperandType(0).Shape[axis] - start - length]))];
    }
}

/// <summary>Zeros <c>before</c> and <c>after</c> along an axis: the transpose of a slice.</summary>
public sealed class Pad() : DifferentiableOp("pad")
{
    /// <inheritdoc/>
    public override string? Kernel => "Layout.Copy";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Shape shape = operands[0].Shape;
        int axis = (int)node.Integer("axis");
        return [operands[0] with { Shape = new Shape(shape.Dims.With(axis, shape[axis] + node.Dim("before") + node.Dim("after"))) }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        int axis = (int)context.Node.Integer("axis");
        return [context.Builder.Add("slice", [context.Cotangent], NodeAttribute.Integers("axis", [axis]), NodeAttribute.Dims("start", [context.Node.Dim("before")]), NodeAttribute.Dims("length", [context.OperandType(0).Shape[axis]]))];
    }
}

/// <summary>The operands one after the other along an axis.</summary>
public sealed class Concat() : DifferentiableOp("concat")
{
    /// <inheritdoc/>
    public override string? Kernel => "Layout.Copy";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        int axis = (int)node.Integer("axis");
        Shape first = operands[0].Shape;
        for (int i = 0; i < operands.Count; i++)
        {
            Shape shape = operands[i].Shape;
            if (axis < 0 || axis >= shape.Rank || shape.Rank != first.Rank || shape.Without([axis]) != first.Without([axis]) || operands[i].Element != operands[0].Element)
                throw new ShapeException(FormattableString.Invariant($"{shape.ToDisplayString()} cannot be joined to {first.ToDisplayString()} along axis {axis}"), i, ShapeFault.Concat);
        }

        return [operands[0] with { Shape = new Shape(first.Dims.With(axis, operands.Aggregate((Dim)0, (sum, t) => sum + t.Shape[axis]))) }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        int axis = (int)context.Node.Integer("axis");
        Dim start = 0;
        var cotangents = new Value?[context.Node.Operands.Count];
        for (int i = 0; i < cotangents.Length; i++)
        {
            Dim length = context.OperandType(i).Shape[axis];
            if (context.Active[i])
                cotangents[i] = context.Builder.Add("slice", [context.Cotangent], NodeAttribute.Integers("axis", [axis]), NodeAttribute.Dims("start", [start]), NodeAttribute.Dims("length", [length]));
            start += length;
        }

        return cotangents;
    }
}

/// <summary>The same elements in memory of their own. It is added when all else is done, where memory is about to be overwritten.</summary>
public sealed class Copy() : DifferentiableOp("copy")
{
    /// <summary>It comes after derivatives.</summary>
    public override bool IsDifferentiable => false;

    /// <inheritdoc/>
    public override string? Kernel => "Layout.Copy";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands) => [operands[0]];

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => throw new NotSupportedException("memory is planned after derivatives are taken");
}
