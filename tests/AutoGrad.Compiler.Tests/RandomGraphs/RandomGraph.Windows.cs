namespace AutoGrad.Compiler.Tests.RandomGraphs;

/// <content>Convolutions and pools. A padding of 1 lets windows of two elements pass over every image.</content>
internal sealed partial class RandomGraph
{
    private Expr Window(Expr x)
    {
        EquatableArray<Dim> lengths = x.Type.Shape.Dims;
        Shape image = lengths.Count switch
        {
            0 => Leaves(1, 1, 1, 1),
            1 => Leaves(1, 1, 1, lengths[0]),
            2 => Leaves(1, 1, lengths[0], lengths[1]),
            3 => Leaves(lengths[0], 1, lengths[1], lengths[2]),
            _ => x.Type.Shape,
        };
        if (image.Rank != 4)
            return x;
        var sweep = Sweep.Square(Pick<Dim>(1, 2), 1, 1);
        Expr result = _random.Next(2) == 0 ? Convolution(x.Reshape(image), sweep) : Pool(x.Reshape(image), sweep);
        // Few axes, so that it meets others.
        return _random.Next(2) == 0 ? result.Sum([0, 1]) : result;
    }

    private Expr Convolution(Expr x, Sweep sweep)
    {
        Shape image = x.Type.Shape;
        Expr kernel = Mean(Any()).BroadcastTo(Leaves(2, image[1], 2, Pick<Dim>(1, 2)), []);
        Expr scaled = kernel * kernel.Number(0.5);
        NodeAttribute[] attributes = ConvolutionOp.Attributes(sweep, 1);
        Value y = Conv2d.Build(_builder, [x.Value, scaled.Value], sweep, 1);
        return new(_builder, _random.Next(3) switch
        {
            0 => y,
            1 => _builder.Add("conv2d_input", [y, scaled.Value], [.. attributes, NodeAttribute.Dims("lengths", image.Dims.Skip(1))]),
            _ => _builder.Add("conv2d_kernel", [y, x.Value], [.. attributes, NodeAttribute.Dims("lengths", kernel.Type.Shape.Dims.Skip(1))]),
        });
    }

    private Expr Pool(Expr x, Sweep sweep)
    {
        NodeAttribute[] attributes = [NodeAttribute.Dims("kernel", [2, 2]), .. sweep.Attributes];
        NodeAttribute lengths = NodeAttribute.Dims("lengths", x.Type.Shape.Dims.Skip(2));
        if (_random.Next(2) == 0)
        {
            Value mean = _builder.Add("avg_pool2d", [x.Value], attributes);
            return new(_builder, _random.Next(2) == 0 ? mean : _builder.Add("avg_pool2d_input", [mean], [.. attributes, lengths]));
        }

        // Where all elements of a window are equal, as rectified ones may be, passes are free to choose the place: only what is pooled is read there.
        Value pooled = _random.Next(2) == 0 ? x.Apply("relu").Value : x.Value;
        Value largest = _builder.Add("max_pool2d", [pooled], attributes), places = largest with { Result = 1 };
        return new(_builder, _random.Next(3) switch
        {
            0 => largest,
            1 => _builder.Add("gather_places", [pooled, places]),
            _ => _builder.Add("scatter_places", [largest, places], lengths),
        });
    }
}
