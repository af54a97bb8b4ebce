using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <content>Convolutions and pools. Those along one axis are those along two, of which the first has the length 1.</content>
public static partial class Intrinsics
{
    private static IEnumerable<Intrinsic> Windows =>
    [
        .. Named(c => Convolved(c, 4, c[0], c[1], Sweep.Square), "Nn.Conv2d"),
        .. Named(c => Flat(c, Convolved(c, 3, Tall(c, 0), Tall(c, 1), Sweep.Line)), "Nn.Conv1d"),
        .. Named(TransposedConvolution, "Nn.ConvTranspose2d"),
        .. Named(c => Pooled(c, "max_pool2d", c[0], [c.Index(1), c.Index(1)], Sweep.Square), "Nn.MaxPool2d"),
        .. Named(c => Pooled(c, "avg_pool2d", c[0], [c.Index(1), c.Index(1)], Sweep.Square), "Nn.AvgPool2d"),
        .. Named(c => Flat(c, Pooled(c, "max_pool2d", Tall(c, 0), [1, c.Index(1)], Sweep.Line)), "Nn.MaxPool1d"),
        .. Named(c => Flat(c, Pooled(c, "avg_pool2d", Tall(c, 0), [1, c.Index(1)], Sweep.Line)), "Nn.AvgPool1d"),
    ];

    // (x, kernel, stride, padding, dilation, groups), with a bias behind the kernel or without.
    private static Expr Convolved(Invocation c, int rank, Expr x, Expr kernel, Func<Dim, Dim, Dim, Sweep> sweep)
    {
        int first = c.Count - 4;
        RequireRank(c[0], rank, 0);
        RequireRank(c[1], rank, 1);
        Value[] operands = first == 3 ? [x.Value, kernel.Value, c[2].Value] : [x.Value, kernel.Value];
        return new(c.Builder, Conv2d.Build(c.Builder, operands, sweep(c.Index(first), c.Index(first + 1), c.Index(first + 2)), c.Index(first + 3)));
    }

    // (x, kernel, stride, padding, dilation, groups, outputPadding), with a bias behind the kernel or without.
    private static Expr TransposedConvolution(Invocation c)
    {
        int first = c.Count - 5;
        RequireRank(c[0], 4, 0);
        RequireRank(c[1], 4, 1);
        Shape x = c[0].Type.Shape, kernel = c[1].Type.Shape;
        Dim groups = c.Index(first + 3), more = c.Index(first + 4), stride = c.Index(first);
        var sweep = Sweep.Square(stride, c.Index(first + 1), c.Index(first + 2));
        Sweep.RequireAtLeast("stride", stride, 1);
        Sweep.RequireAtLeast("output padding", more, 0);
        if ((stride - 1 - more).Constant < 0)
            throw new ShapeException($"an output padding of {more} is not below the stride of {stride}", first + 4, ShapeFault.Window);
        // The bias says how many channels there are where they are a quotient that only the run time knows.
        Dim channels = first == 3 && c[2].Type.Shape.Rank == 1 ? c[2].Type.Shape[0] : kernel[1] * groups;
        Value[] operands = first == 3 ? [c[0].Value, c[1].Value, c[2].Value] : [c[0].Value, c[1].Value];
        return new(c.Builder, Conv2dInput.Build(c.Builder, operands, sweep, groups, channels, sweep.Length(0, x[2], kernel[2], more), sweep.Length(1, x[3], kernel[3], more)));
    }

    // (x, kernel, stride, padding)
    private static Expr Pooled(Invocation c, string op, Expr x, EquatableArray<Dim> kernel, Func<Dim, Dim, Dim, Sweep> sweep)
        => new(c.Builder, c.Builder.Add(op, [x.Value], [NodeAttribute.Dims("kernel", kernel), .. sweep(c.Index(2), c.Index(3), 1).Attributes]));

    private static Expr Tall(Invocation c, int index)
    {
        RequireRank(c[index], 3, index);
        Shape shape = c[index].Type.Shape;
        return c[index].Reshape(new Shape([shape[0], shape[1], 1, shape[2]]));
    }

    private static Expr Flat(Invocation c, Expr y) => y.Type.Shape is var shape ? y.Reshape(new Shape([shape[0], shape[1], shape[3]])) : y;

    private static void RequireRank(Expr x, int rank, int operand)
    {
        if (x.Type.Shape.Rank != rank)
            throw new ShapeException(FormattableString.Invariant($"a tensor of {rank} axes is needed, {(operand == 0 ? "[n, channels, ..., length]" : "[channelsOut, channelsIn / groups, ...]")}, not {x.Type.Shape.ToDisplayString()}"), operand, ShapeFault.Window);
    }
}
