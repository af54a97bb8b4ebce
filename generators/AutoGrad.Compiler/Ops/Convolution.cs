using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// What the three products of a convolution share. Of an image x [n, channelsIn, height, width], a kernel w [channelsOut, channelsIn / groups,
/// kernelHeight, kernelWidth] and a result y [n, channelsOut, rows, columns] each is bilinear in the other two, so that their derivatives are
/// each other: y = conv2d(x, w), x = conv2d_input(y, w), w = conv2d_kernel(y, x).
/// </summary>
public abstract class ConvolutionOp(string name, string kernel) : DifferentiableOp(name)
{
    /// <summary>The attribute that counts the groups.</summary>
    protected const string Groups = "groups";

    /// <summary>The attribute that holds lengths of the result that those of the operands do not tell.</summary>
    protected const string Lengths = "lengths";

    /// <inheritdoc/>
    public override string? Kernel => kernel;

    /// <summary>The number of groups of a node.</summary>
    public static Dim GroupsOf(Node node) => node.Dims(Groups) is { Count: 1 } groups ? groups[0] : 1;

    /// <summary>The attributes that say how a kernel passes over an image.</summary>
    public static NodeAttribute[] Attributes(Sweep sweep, Dim groups)
        => [.. sweep.Attributes, .. groups.Is(1) ? [] : new[] { NodeAttribute.Dims(Groups, [groups]) }];

    /// <summary>y of x and w.</summary>
    protected static Value Forward(GraphBuilder builder, Node like, Value x, Value w, Shape y)
        => builder.Add("conv2d", [x, w], [.. Attributes(Sweep.Of(like), GroupsOf(like)), Sweep.Output(y)]);

    /// <summary>x of y and w.</summary>
    protected static Value Input(GraphBuilder builder, Node like, Value y, Value w, Shape x)
        => builder.Add("conv2d_input", [y, w], [.. Attributes(Sweep.Of(like), GroupsOf(like)), NodeAttribute.Dims(Lengths, x.Dims.Skip(1))]);

    /// <summary>w of y and x.</summary>
    protected static Value KernelOf(GraphBuilder builder, Node like, Value y, Value x, Shape w)
        => builder.Add("conv2d_kernel", [y, x], [.. Attributes(Sweep.Of(like), GroupsOf(like)), NodeAttribute.Dims(Lengths, w.Dims.Skip(1))]);

    /// <summary>The cotangent of a bias, which is added to each channel.</summary>
    protected static Value BiasOf(VjpContext context) => context.Expr(context.Cotangent).Sum([0, 2, 3]).Value;

    /// <summary>The sum of the tangents that there are.</summary>
    protected static Value Sum(GraphBuilder builder, params IEnumerable<Value?> terms)
        => terms.Where(t => t is not null).Select(t => t!.Value).Aggregate((a, b) => builder.Add("add", [a, b]));

    /// <summary>What a bias adds: its tangent on each channel.</summary>
    protected static Value? BiasTangent(JvpContext context)
        => context.Tangents.Count > 2 && context.Tangents[2] is { } tangent
            ? new Expr(context.Builder, tangent).BroadcastTo(context.Builder.ShapeOf(context.Results[0]), [1]).Value
            : null;

    /// <summary>Requires images and kernels, of one element type.</summary>
    protected static void RequireRanks(EquatableArray<TensorType> operands, string first, string second)
    {
        if (operands[0].Shape.Rank != 4)
            throw new ShapeException($"{first} has the lengths [n, channels, height, width], not {operands[0].Shape.ToDisplayString()}", 0, ShapeFault.Window);
        if (operands[1].Shape.Rank != 4)
            throw new ShapeException($"{second}, not {operands[1].Shape.ToDisplayString()}", 1, ShapeFault.Window);
        if (operands.FirstOrDefault(o => o.Element != operands[0].Element) is { } other)
            throw new ShapeException($"a {other.ToDisplayString()} does not fit a {operands[0].ToDisplayString()}", 1);
    }

    /// <summary>Requires that groups divide the channels of an image and those of a kernel.</summary>
    protected static void RequireGroups(Dim groups, Dim channels, Shape kernel, int image)
    {
        Sweep.RequireAtLeast("number of groups", groups, 1);
        if (kernel[0].Constant is { } rows && groups.Constant is { } count && rows % count != 0)
            throw new ShapeException($"{groups} groups do not divide the {kernel[0]} channels that the kernel {kernel.ToDisplayString()} gives", 1, ShapeFault.Window);
        bool fits = (kernel[1] * groups).Equals(channels) || ((channels.Constant is null || groups.Constant is null) && Dim.FloorDivide(channels, groups).Equals(kernel[1]));
        if (!fits)
        {
            string each = groups.Is(1) ? "" : $" in each of {groups} groups";
            throw new ShapeException($"the kernel {kernel.ToDisplayString()} takes {kernel[1]} channels{each}, and there are {channels}", image, ShapeFault.Window);
        }
    }

    /// <summary>Requires that a bias, the third operand where there is one, has a number for each channel.</summary>
    protected static void RequireBias(EquatableArray<TensorType> operands, Dim channels)
    {
        if (operands.Count > 2 && operands[2].Shape != new Shape([channels]))
            throw new ShapeException($"the bias {operands[2].Shape.ToDisplayString()} does not have one number for each of {channels} channels", 2, ShapeFault.Window);
    }
}
