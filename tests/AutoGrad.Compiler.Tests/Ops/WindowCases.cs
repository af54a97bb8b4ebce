namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>Cases of convolutions and pools.</summary>
internal static class WindowCases
{
    private static readonly Dim s_batch = Dim.Symbol("batch"), s_time = Dim.Symbol("time");

    private static readonly (Shape X, Shape W, Sweep Sweep, Dim Groups)[] s_geometries =
    [
        (Leaves.Shape(1, 1, 1, 1), Leaves.Shape(1, 1, 1, 1), Sweep.Square(1, 0, 1), 1),
        (Leaves.Shape(2, 2, 4, 5), Leaves.Shape(3, 2, 3, 3), Sweep.Square(1, 1, 1), 1),
        (Leaves.Shape(1, 2, 5, 6), Leaves.Shape(3, 2, 2, 2), Sweep.Square(2, 0, 1), 1),
        (Leaves.Shape(1, 2, 6, 5), Leaves.Shape(2, 2, 2, 2), Sweep.Square(2, 1, 3), 1),
        (Leaves.Shape(2, 4, 3, 3), Leaves.Shape(6, 2, 2, 2), Sweep.Square(1, 0, 1), 2),
        (Leaves.Shape(1, 3, 4, 4), Leaves.Shape(3, 1, 3, 3), Sweep.Square(1, 1, 1), 3),
        (Leaves.Shape(1, 2, 1, 7), Leaves.Shape(2, 2, 1, 3), Sweep.Line(2, 1, 2), 1),
        (Leaves.Shape(s_batch, 2, s_batch + 1, 4), Leaves.Shape(2, 2, s_time, s_time), Sweep.Square(s_time, 1, 1), 1),
    ];

    public static IEnumerable<DerivativeCase> All => [.. Convolutions, .. Pools, .. Places];

    private static IEnumerable<DerivativeCase> Convolutions =>
        from g in s_geometries
        let y = new Shape([g.X[0], g.W[0], .. g.Sweep.Places(new Node("conv2d", [], [], [], [], Origin.None), g.X, g.W[2], g.W[3])])
        let attributes = ConvolutionOp.Attributes(g.Sweep, g.Groups)
        let variant = $"{g.X} by {g.W} with {g.Sweep.Stride[1]}, {g.Sweep.Padding[1]}, {g.Sweep.Dilation[1]} in {g.Groups}"
        from c in new[]
        {
            Case("conv2d", variant, b => b.Add("conv2d", [X(b, g.X), Y(b, g.W)], attributes)),
            Case("conv2d", variant + " and a bias", b => b.Add("conv2d", [X(b, g.X), Y(b, g.W), b.Parameter("z", Leaves.Shape(g.W[0])).Value], attributes)),
            Case("conv2d", variant + " of a constant", b => b.Add("conv2d", [b.Input("c", g.X).Value, Y(b, g.W)], attributes)),
            Case("conv2d_input", variant, b => b.Add("conv2d_input", [X(b, y), Y(b, g.W)], [.. attributes, Lengths(g.X)])),
            Case("conv2d_input", variant + " and a bias",
                b => b.Add("conv2d_input", [b.Input("c", y).Value, Y(b, g.W), b.Parameter("z", Leaves.Shape(g.X[1])).Value], [.. attributes, Lengths(g.X)])),
            Case("conv2d_kernel", variant, b => b.Add("conv2d_kernel", [X(b, y), Y(b, g.X)], [.. attributes, Lengths(g.W)])),
        }
        select c;

    private static IEnumerable<DerivativeCase> Pools =>
        from g in new (Shape X, Dim Kernel, Dim Stride, Dim Padding)[]
        {
            (Leaves.Shape(1, 1, 1, 1), 1, 1, 0), (Leaves.Shape(2, 3, 4, 6), 2, 2, 0), (Leaves.Shape(1, 2, 5, 4), 3, 1, 1), (Leaves.Shape(1, 1, 7, 5), 2, 3, 1),
            (Leaves.Shape(s_batch, 2, s_batch, 4), s_time, s_time, 0),
        }
        from op in new[] { "max_pool2d", "avg_pool2d", "avg_pool2d_input" }
        let attributes = new[] { NodeAttribute.Dims("kernel", [g.Kernel, g.Kernel]) }.Concat(Sweep.Square(g.Stride, g.Padding, 1).Attributes)
        let places = Sweep.Square(g.Stride, g.Padding, 1).Places(new Node(op, [], [], [], [], Origin.None), g.X, g.Kernel, g.Kernel)
        select Case(op, $"{g.X} by {g.Kernel} with {g.Stride}, {g.Padding}", b => op == "avg_pool2d_input"
            ? b.Add(op, [X(b, new Shape([g.X[0], g.X[1], .. places]))], [.. attributes, NodeAttribute.Dims("lengths", g.X.Dims.Skip(2))])
            : b.Add(op, [X(b, g.X)], [.. attributes]));

    // Labels are from 0 to 2.
    private static IEnumerable<DerivativeCase> Places =>
        from op in new[] { "gather_places", "scatter_places" }
        from batch in new Dim[] { 2, s_batch }
        select Case(op, $"of {batch}", b =>
        {
            Shape image = Leaves.Shape(batch, 2, 2, 3), places = Leaves.Shape(batch, 2, 2, 2);
            Value labels = b.Input("labels", places, ElementType.I32).Value;
            return op == "gather_places"
                ? b.Add(op, [X(b, image), labels])
                : b.Add(op, [X(b, places), labels], NodeAttribute.Dims("lengths", [2, 3]));
        });

    private static NodeAttribute Lengths(Shape shape) => NodeAttribute.Dims("lengths", shape.Dims.Skip(1));

    private static Value X(GraphBuilder builder, Shape shape) => builder.Parameter("x", shape).Value;

    private static Value Y(GraphBuilder builder, Shape shape) => builder.Parameter("y", shape).Value;

    private static DerivativeCase Case(string op, string variant, Func<GraphBuilder, Value> build) => new(op, variant, build);
}
