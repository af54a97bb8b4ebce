using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// The largest element of each window of <c>kernel</c> elements of each channel, where what lies outside does not count, and as a second result
/// which element of its channel it is, in row-major order. Of equal ones it is the first; a NaN is larger than all.
/// </summary>
public sealed class MaxPool2d() : DifferentiableOp("max_pool2d")
{
    /// <inheritdoc/>
    public override string? Kernel => "Pooling.Max";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        var places = new Shape(AvgPool2d.Places(node, operands[0].Shape));
        return [operands[0] with { Shape = places }, new TensorType(ElementType.I32, places)];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
        => [context.Builder.Add("scatter_places", [context.Cotangent, context.Results[1]], NodeAttribute.Dims("lengths", context.OperandType(0).Shape.Dims.Skip(2)))];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => context.Builder.Add("gather_places", [context.Tangent(0), context.Results[1]]);
}

/// <summary>The elements of each channel that ints choose, by their places in row-major order: y[n, c, i, j] = x[n, c, places[n, c, i, j]].</summary>
public sealed class GatherPlaces() : DifferentiableOp("gather_places")
{
    /// <inheritdoc/>
    public override string? Kernel => "Pooling.Gather";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        RequirePlaces(operands);
        return [operands[0] with { Shape = operands[1].Shape }];
    }

    /// <summary>Requires an image and ints for the same channels.</summary>
    internal static void RequirePlaces(EquatableArray<TensorType> operands)
    {
        Shape x = operands[0].Shape, places = operands[1].Shape;
        if (operands[1].Element != ElementType.I32 || x.Rank != 4 || places.Rank != 4 || !x[0].Equals(places[0]) || !x[1].Equals(places[1]))
            throw new ShapeException($"{operands[1].ToDisplayString()} chooses no elements of {x.ToDisplayString()}", 1);
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
        => [context.Builder.Add("scatter_places", [context.Cotangent, context.Operand(1)], NodeAttribute.Dims("lengths", context.OperandType(0).Shape.Dims.Skip(2))), null];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => context.Builder.Add("gather_places", [context.Tangent(0), context.Operand(1)]);
}

/// <summary>Zeros, to which elements are added at the places that ints choose, in order: the transpose of <see cref="GatherPlaces"/>.</summary>
public sealed class ScatterPlaces() : DifferentiableOp("scatter_places")
{
    /// <inheritdoc/>
    public override string? Kernel => "Pooling.Scatter";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        GatherPlaces.RequirePlaces(operands);
        return operands[0].Shape == operands[1].Shape
            ? [operands[0] with { Shape = new Shape([.. operands[0].Shape.Dims.Take(2), .. node.Dims("lengths")]) }]
            : throw new ShapeException($"{operands[1].ToDisplayString()} does not choose a place for each element of {operands[0].Shape.ToDisplayString()}", 1);
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => [context.Builder.Add("gather_places", [context.Cotangent, context.Operand(1)]), null];

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
        => context.Builder.Add("scatter_places", [context.Tangent(0), context.Operand(1)], NodeAttribute.Dims("lengths", context.Node.Dims("lengths")));
}
