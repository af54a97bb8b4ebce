using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// The transpose of a convolution in its image, which users know as transposed convolution: x[n, c, h, w] = bias[c] + sum of y[n, o, i, j]
/// w[o, c, k, l] over all places at which <see cref="Conv2d"/> multiplies this element of x by this one of w to add it to that one of y. The
/// attribute <c>lengths</c> is the shape of an image.
/// </summary>
public sealed class Conv2dInput() : ConvolutionOp("conv2d_input", "Convolution.InputGradient")
{
    /// <summary>The transposed convolution to images of <paramref name="channels"/> x height x width.</summary>
    public static Value Build(GraphBuilder builder, ReadOnlySpan<Value> operands, Sweep sweep, Dim groups, Dim channels, Dim height, Dim width)
        => builder.Add("conv2d_input", operands, [.. Attributes(sweep, groups), NodeAttribute.Dims(Lengths, [channels, height, width])]);

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        RequireRanks(operands, "an image", "a kernel has the lengths [channelsIn, channelsOut / groups, height, width]");
        Shape y = operands[0].Shape, w = operands[1].Shape;
        EquatableArray<Dim> lengths = node.Dims(Lengths);
        var sweep = Sweep.Of(node);
        if (!w[0].Equals(y[1]))
            throw new ShapeException($"the kernel {w.ToDisplayString()} takes {w[0]} channels, and there are {y[1]}", 0, ShapeFault.Window);
        RequireGroups(GroupsOf(node), lengths[0], w, 1);
        RequireBias(operands, lengths[0]);
        sweep.Require(0, lengths[1], w[2], 0);
        sweep.Require(1, lengths[2], w[3], 0);
        return [operands[0] with { Shape = new Shape([y[0], .. lengths]) }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        (GraphBuilder builder, Node node, Value y, Value w, Value g) = (context.Builder, context.Node, context.Operand(0), context.Operand(1), context.Cotangent);
        return
        [
            context.Active[0] ? Forward(builder, node, g, w, builder.ShapeOf(y)) : null,
            context.Active[1] ? KernelOf(builder, node, y, g, builder.ShapeOf(w)) : null,
            .. node.Operands.Count < 3 ? [] : new Value?[] { context.Active[2] ? BiasOf(context) : null },
        ];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        Shape x = context.Builder.ShapeOf(context.Results[0]);
        return Sum(
            context.Builder,
            context.Tangents[0] is { } y ? Input(context.Builder, context.Node, y, context.Operand(1), x) : null,
            context.Tangents[1] is { } w ? Input(context.Builder, context.Node, context.Operand(0), w, x) : null,
            BiasTangent(context));
    }
}
