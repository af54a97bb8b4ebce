using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Convolution, as the field calls it (a cross-correlation): y[n, o, i, j] = bias[o] + sum over c, k, l of w[o, c, k, l]
/// x[n, c, i stride + k dilation - padding, j stride + l dilation - padding], zero outside, c from the group of o. The bias may be absent.
/// </summary>
public sealed class Conv2d() : ConvolutionOp("conv2d", "Convolution.Forward")
{
    /// <summary>The convolution of an image with a kernel, and a bias where there is one.</summary>
    public static Value Build(GraphBuilder builder, ReadOnlySpan<Value> operands, Sweep sweep, Dim groups) => builder.Add("conv2d", operands, Attributes(sweep, groups));

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        RequireRanks(operands, "an image", "a kernel has the lengths [channelsOut, channelsIn / groups, height, width]");
        Shape x = operands[0].Shape, w = operands[1].Shape;
        var sweep = Sweep.Of(node);
        RequireGroups(GroupsOf(node), x[1], w, 0);
        RequireBias(operands, w[0]);
        sweep.Require(0, x[2], w[2], 0);
        sweep.Require(1, x[3], w[3], 0);
        return [operands[0] with { Shape = new Shape([x[0], w[0], .. sweep.Places(node, x, w[2], w[3])]) }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        (GraphBuilder builder, Node node, Value x, Value w, Value g) = (context.Builder, context.Node, context.Operand(0), context.Operand(1), context.Cotangent);
        return
        [
            context.Active[0] ? Input(builder, node, g, w, builder.ShapeOf(x)) : null,
            context.Active[1] ? KernelOf(builder, node, g, x, builder.ShapeOf(w)) : null,
            .. node.Operands.Count < 3 ? [] : new Value?[] { context.Active[2] ? BiasOf(context) : null },
        ];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        Shape y = context.Builder.ShapeOf(context.Results[0]);
        return Sum(
            context.Builder,
            context.Tangents[0] is { } x ? Forward(context.Builder, context.Node, x, context.Operand(1), y) : null,
            context.Tangents[1] is { } w ? Forward(context.Builder, context.Node, context.Operand(0), w, y) : null,
            BiasTangent(context));
    }
}
