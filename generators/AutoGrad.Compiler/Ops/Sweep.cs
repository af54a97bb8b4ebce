using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// How a window passes over the last two axes of [n, channels, height, width]: how far it moves, how many zeros lie on either side, and how far
/// apart its elements are. Each is a pair of lengths, constants or known at run time, and an attribute of the node.
/// </summary>
public sealed record Sweep(EquatableArray<Dim> Stride, EquatableArray<Dim> Padding, EquatableArray<Dim> Dilation)
{
    private const string StrideKey = "stride", PaddingKey = "padding", DilationKey = "dilation", OutputKey = "output";

    /// <summary>A window that moves in the same way over both axes.</summary>
    public static Sweep Square(Dim stride, Dim padding, Dim dilation) => new([stride, stride], [padding, padding], [dilation, dilation]);

    /// <summary>A window that moves along the last axis only: the other has the length 1.</summary>
    public static Sweep Line(Dim stride, Dim padding, Dim dilation) => new([1, stride], [0, padding], [1, dilation]);

    /// <summary>That of a node; windows of pools have no dilation.</summary>
    public static Sweep Of(Node node)
        => new(node.Dims(StrideKey), node.Dims(PaddingKey), node.Dims(DilationKey) is { Count: 2 } dilation ? dilation : [1, 1]);

    /// <summary>The attributes of a node.</summary>
    public NodeAttribute[] Attributes
        => [NodeAttribute.Dims(StrideKey, Stride), NodeAttribute.Dims(PaddingKey, Padding), .. Dilation.All(d => d.Is(1)) ? [] : new[] { NodeAttribute.Dims(DilationKey, Dilation) }];

    /// <summary>The number of places along both axes, where a node says it: a derivative goes back to where it came from.</summary>
    public static NodeAttribute Output(Shape places) => NodeAttribute.Dims(OutputKey, [places[2], places[3]]);

    /// <summary>The places of a window of these lengths in [n, channels, height, width], for the shape of a result: floor((length + 2 padding - reach) / stride) + 1.</summary>
    public Dim[] Places(Node node, Shape image, Dim kernelHeight, Dim kernelWidth)
        => node.Dims(OutputKey) is { Count: 2 } given ? [.. given] : [Place(0, image[2], kernelHeight), Place(1, image[3], kernelWidth)];

    /// <summary>The length of an image of which a window has so many places: (places - 1) stride - 2 padding + reach + more.</summary>
    public Dim Length(int axis, Dim places, Dim kernel, Dim more) => ((places - 1) * Stride[axis]) - (2 * Padding[axis]) + Reach(axis, kernel) + more;

    /// <summary>From the first element of a window to its last one.</summary>
    public Dim Reach(int axis, Dim kernel) => (Dilation[axis] * (kernel - 1)) + 1;

    /// <summary>Throws <see cref="ShapeException"/> where constants tell that a window is none or fits nowhere; <paramref name="image"/> is the operand at fault.</summary>
    public void Require(int axis, Dim length, Dim kernel, int image)
    {
        RequireAtLeast("window", kernel, 1);
        RequireAtLeast("stride", Stride[axis], 1);
        RequireAtLeast("dilation", Dilation[axis], 1);
        RequireAtLeast("padding", Padding[axis], 0);
        if (length.Constant < 1)
            throw new ShapeException($"there are no images with a length of {length}", image, ShapeFault.Window);
        Dim room = length + (2 * Padding[axis]) - Reach(axis, kernel);
        if (room.Constant < 0)
            throw new ShapeException($"a window of {Reach(axis, kernel)} does not fit into a length of {length}{(Padding[axis].Is(0) ? "" : $" with {Padding[axis]} on either side")}", image, ShapeFault.Window);
    }

    /// <summary>Throws <see cref="ShapeException"/> where a constant is too small.</summary>
    public static void RequireAtLeast(string name, Dim value, long least)
    {
        if (value.Constant < least)
            throw new ShapeException(FormattableString.Invariant($"a {name} of {value} is not possible: it is at least {least}"), -1, ShapeFault.Window);
    }

    private Dim Place(int axis, Dim length, Dim kernel)
        => Dim.FloorDivide(length + (2 * Padding[axis]) - Reach(axis, kernel), Stride[axis]) + 1;
}
