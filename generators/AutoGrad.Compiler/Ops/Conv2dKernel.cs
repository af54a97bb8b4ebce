using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// The transpose of a convolution in its kernel: w[o, c, k, l] = sum of y[n, o, i, j] x[n, c, i stride + k dilation - padding, j stride +
/// l dilation - padding] over n, i and j, zero outside. The attribute <c>lengths</c> is the shape of one row of the kernel.
/// </summary>
public sealed class Conv2dKernel() : ConvolutionOp("conv2d_kernel", "Convolution.KernelGradient")
{
    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        RequireRanks(operands, "the cotangent of a convolution", "an image has the lengths [n, channels, height, width]");
        Shape y = operands[0].Shape, x = operands[1].Shape;
        var w = new Shape([y[1], .. node.Dims(Lengths)]);
        if (!y[0].Equals(x[0]))
            throw new ShapeException($"{y.ToDisplayString()} and {x.ToDisplayString()} are not of as many images", 1, ShapeFault.Window);
        RequireGroups(GroupsOf(node), x[1], w, 1);
        return [operands[0] with { Shape = w }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        (GraphBuilder builder, Node node, Value y, Value x, Value g) = (context.Builder, context.Node, context.Operand(0), context.Operand(1), context.Cotangent);
        return
        [
            context.Active[0] ? Forward(builder, node, x, g, builder.ShapeOf(y)) : null,
            context.Active[1] ? Input(builder, node, y, g, builder.ShapeOf(x)) : null,
        ];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        Shape w = context.Builder.ShapeOf(context.Results[0]);
        return Sum(
            context.Builder,
            context.Tangents[0] is { } y ? KernelOf(context.Builder, context.Node, y, context.Operand(1), w) : null,
            context.Tangents[1] is { } x ? KernelOf(context.Builder, context.Node, context.Operand(0), x, w) : null);
    }
}
