using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>The mean of each window of <c>kernel</c> elements of each channel, zeros outside included.</summary>
public sealed class AvgPool2d() : DifferentiableOp("avg_pool2d")
{
    /// <inheritdoc/>
    public override string? Kernel => "Pooling.Average";

    /// <summary>The shape of a pool's result.</summary>
    internal static EquatableArray<Dim> Places(Node node, Shape x)
    {
        if (x.Rank != 4)
            throw new ShapeException($"an image has the lengths [n, channels, height, width], not {x.ToDisplayString()}", 0, ShapeFault.Window);
        var sweep = Sweep.Of(node);
        EquatableArray<Dim> kernel = node.Dims("kernel");
        for (int axis = 0; axis < 2; axis++)
        {
            sweep.Require(axis, x[axis + 2], kernel[axis], 0);
            // A window without an element would have no largest one.
            if ((kernel[axis] - (2 * sweep.Padding[axis])).Constant < 0)
                throw new ShapeException($"a padding of {sweep.Padding[axis]} is more than half of a window of {kernel[axis]}, which could lie outside", -1, ShapeFault.Window);
        }

        return [x[0], x[1], .. sweep.Places(node, x, kernel[0], kernel[1])];
    }

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands) => [operands[0] with { Shape = new Shape(Places(node, operands[0].Shape)) }];

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
        => [context.Builder.Add("avg_pool2d_input", [context.Cotangent], [.. Same(context.Node), NodeAttribute.Dims("lengths", context.OperandType(0).Shape.Dims.Skip(2))])];

    /// <summary>The attributes of the window.</summary>
    internal static NodeAttribute[] Same(Node node) => [NodeAttribute.Dims("kernel", node.Dims("kernel")), .. Sweep.Of(node).Attributes];
}

/// <summary>Each element shared equally among the elements of its window, and the shares added: the transpose of <see cref="AvgPool2d"/>.</summary>
public sealed class AvgPool2dInput() : DifferentiableOp("avg_pool2d_input")
{
    /// <inheritdoc/>
    public override string? Kernel => "Pooling.AverageGradient";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
        => operands[0].Shape.Rank == 4
            ? [operands[0] with { Shape = new Shape([.. operands[0].Shape.Dims.Take(2), .. node.Dims("lengths")]) }]
            : throw new ShapeException($"an image has the lengths [n, channels, height, width], not {operands[0].Shape.ToDisplayString()}", 0);

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
        => [context.Builder.Add("avg_pool2d", [context.Cotangent], [.. AvgPool2d.Same(context.Node), Sweep.Output(context.OperandType(0).Shape)])];
}
