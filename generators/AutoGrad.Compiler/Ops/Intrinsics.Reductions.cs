using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <content>Reductions, soft-max and losses.</content>
public static partial class Intrinsics
{
    private static IEnumerable<Intrinsic> Reductions =>
    [
        .. Named(c => Reduction(c, "reduce_sum"), "Nn.Sum", "Tensor.Sum"),
        .. Named(c => Reduction(c, "reduce_max"), "Nn.Max"),
        .. Named(c => Reduction(c, "reduce_min"), "Nn.Min"),
        .. Named(c => Reduction(c, "log_sum_exp"), "Nn.LogSumExp"),
        .. Named(c => Mean(c), "Nn.Mean"),
        .. Named(c => Along(c, "softmax"), "Nn.Softmax"),
        // The base library's is over all elements, whatever the shape.
        .. Named(c => new(c.Builder, c.Builder.Add("softmax", [c[0].Value], NodeAttribute.Integers("axes", c[0].AllAxes))), "Tensor.SoftMax"),
        .. Named(c => Along(c, "log_softmax"), "Nn.LogSoftmax"),
        .. Named(Dot, "Tensor.Dot"),
        .. Named(AttentionOf, "Nn.Attention"),
        .. Named(c => Normalized(c, "layer_norm", 3), "Nn.LayerNorm"),
        .. Named(c => Normalized(c, "rms_norm", 2), "Nn.RmsNorm"),
    ];

    private static IEnumerable<Intrinsic> Losses =>
    [
        .. Named(c => Difference(c) is var d ? MeanOfAll(d * d) : default, "Nn.MeanSquaredError"),
        .. Named(c => MeanOfAll(Difference(c).Apply("abs")), "Nn.MeanAbsoluteError"),
        .. Named(c => MeanOfAll(Huber(Difference(c), c.Number(2))), "Nn.Huber"),
        .. Named(c => MeanOfAll(BinaryCrossEntropy(c)), "Nn.BinaryCrossEntropy"),
        .. Named(SoftmaxCrossEntropyOf, "Nn.SoftmaxCrossEntropy"),
    ];

    private static Expr Total(Expr x, string op) => x.Reduce(op, x.AllAxes);

    private static Expr Reduction(Invocation c, string op)
    {
        if (c.Count == 1)
            return Total(c[0], op);
        int axis = c.Axis(1, c[0].Type.Shape.Rank, c[0].Type.Shape);
        Expr reduced = c[0].Reduce(op, [axis]);
        // There is no tensor without axes: one that would be left without them has one of length 1.
        bool keep = c.Flag(2) || reduced.Type.IsScalar;
        return keep ? reduced.Reshape(new Shape(c[0].Type.Shape.Dims.With(axis, 1))) : reduced;
    }

    private static Expr Mean(Invocation c)
    {
        Shape shape = c[0].Type.Shape;
        Dim count = c.Count == 1 ? shape.Count : shape[c.Axis(1, shape.Rank, shape)];
        return Divide(Reduction(c, "reduce_sum"), count);
    }

    private static Expr MeanOfAll(Expr x) => Divide(Total(x, "reduce_sum"), x.Type.Shape.Count);

    private static Expr Divide(Expr x, Dim count)
        => x / new Expr(x.Builder, x.Builder.Dimension(count, x.Type.Element)).BroadcastTo(x.Type.Shape, []);

    private static Expr Along(Invocation c, string op)
    {
        Shape shape = c[0].Type.Shape;
        int axis = c.Count > 1 ? c.Axis(1, shape.Rank, shape) : shape.Rank - 1;
        return new(c.Builder, c.Builder.Add(op, [c[0].Value], NodeAttribute.Integers("axes", [axis])));
    }

    // The base library's function normalises over all elements, whatever their shape.
    private static Expr SoftmaxOfAll(Invocation c)
    {
        Expr flat = c[0].Reshape(new Shape([c[0].Type.Shape.Count]));
        return new Expr(c.Builder, c.Builder.Add("softmax", [flat.Value], NodeAttribute.Integers("axes", [0]))).Reshape(c[0].Type.Shape);
    }

    private static Expr Dot(Invocation c)
    {
        Expr x = c[0], y = c[1];
        return x.Type.Shape == y.Type.Shape
            ? Total(x * y, "reduce_sum")
            : throw new ShapeException($"a dot product takes two tensors of one shape, not {x.Type.Shape.ToDisplayString()} and {y.Type.Shape.ToDisplayString()}", 1);
    }

    // Behind the tensor, the mask where there is one.
    private static Expr AttentionOf(Invocation c)
    {
        Value[] masks = c.Count == 4 ? [c[1].Value] : [];
        return new(c.Builder, c.Builder.Add("attention", [c[0].Value, c.Truth(c.Count - 1).Value, .. masks], NodeAttribute.Dims("heads", [c.Index(c.Count - 2)])));
    }

    // A vector is one row.
    private static Expr Normalized(Invocation c, string op, int operands)
    {
        Shape shape = c[0].Type.Shape;
        Expr x = shape.Rank == 1 ? c[0].Reshape(new Shape([1, shape[0]])) : c[0];
        Value[] all = [x.Value, .. Enumerable.Range(1, operands - 1).Select(i => c[i].Value)];
        return new Expr(c.Builder, c.Builder.Add(op, all, NodeAttribute.Number("epsilon", c.Number(operands)))).Reshape(shape);
    }

    // Leading axes of logits are more rows: the mean is over all labels.
    private static Expr SoftmaxCrossEntropyOf(Invocation c)
    {
        Shape logits = c[0].Type.Shape, labels = c[1].Type.Shape;
        if (logits.Rank < 2 || labels != new Shape(logits.Dims.Take(logits.Rank - 1).ToEquatableArray()))
            throw new ShapeException($"logits {logits.ToDisplayString()} need labels of the same lengths without the last, the classes, not {labels.ToDisplayString()}", 1);
        Expr rows = c[0].Reshape(new Shape([labels.Count, logits[logits.Rank - 1]])), flat = c[1].Reshape(new Shape([labels.Count]));
        return new(c.Builder, c.Builder.Add("softmax_cross_entropy", [rows.Value, flat.Value]));
    }

    private static Expr Difference(Invocation c)
    {
        RequireEqual(c[0].Type.Shape, c[1].Type.Shape);
        return c[0] - c[1];
    }

    // Huber 1964: quadratic within delta, linear outside.
    private static Expr Huber(Expr d, double delta)
    {
        Expr size = d.Apply("abs");
        return Expr.Where(size.Apply("less_equal", size.Number(delta)), 0.5 * (d * d), delta * (size - (0.5 * delta)));
    }

    // log(1 + e^x) - x t: of logits, without overflow.
    private static Expr BinaryCrossEntropy(Invocation c)
    {
        RequireEqual(c[0].Type.Shape, c[1].Type.Shape);
        return c[0].Apply("softplus") - (c[0] * c[1]);
    }

    private static void RequireEqual(Shape prediction, Shape target)
    {
        if (prediction != target)
            throw new ShapeException($"a loss compares tensors of one shape, not {prediction.ToDisplayString()} and {target.ToDisplayString()}", 1);
    }
}
