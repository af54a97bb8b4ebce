using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Normalisation along the last axis, y = n scale + offset with n = (x - mean(x)) r and r = 1 / sqrt(mean((x - mean(x))²) + epsilon); results y, mean
/// and r. <c>rms_norm</c> has neither mean nor offset; results y and r. The statistics are residuals: only the derivative's own nodes read them.
/// </summary>
public sealed class Normalize(string name, string kernel) : DifferentiableOp(name)
{
    /// <inheritdoc/>
    public override string? Kernel => kernel;

    /// <summary>The number of operands, which is also that of results: x, scale and offset, or x and scale.</summary>
    public int Count => Name == "layer_norm" ? 3 : 2;

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Shape x = operands[0].Shape;
        if (x.Rank < 2)
            throw new ShapeException($"rows are normalised, and {x.ToDisplayString()} has none", 0);
        for (int i = 1; i < Count; i++)
        {
            if (operands[i].Shape.Rank != 1 || !operands[i].Shape[0].Equals(x[x.Rank - 1]))
                throw new ShapeException($"{(i == 1 ? "scale" : "offset")} must have the length of the last axis of {x.ToDisplayString()}, [{x[x.Rank - 1]}], not {operands[i].Shape.ToDisplayString()}", i);
        }

        TensorType statistics = operands[0] with { Shape = x.Without([x.Rank - 1]) };
        return [operands[0], .. Enumerable.Repeat(statistics, Count - 1)];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        Node node = context.Node;
        Value[] operands = [context.Operand(0), context.Operand(1), .. context.Results.Skip(1), context.Cotangent];
        Value gradient = context.Builder.Add(Name + "_gradient", operands, NodeAttribute.Number("epsilon", node.Number("epsilon")));
        return [.. node.Operands.Select((_, i) => (Value?)(gradient with { Result = i }))];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        var rows = new NormalizedRows(context.Node, context.Expr(context.Operand(0)), context.Expr(context.Operand(1)), isCentred: Count == 3);
        Expr along = rows.N * rows.PerColumn(context.Expr(context.Tangent(1)));
        if (context.Tangents[0] is { } x)
            along += rows.Tangent(context.Expr(x)) * rows.Scale;
        return (Count == 3 ? along + rows.PerColumn(context.Expr(context.Tangent(2))) : along).Value;
    }
}

/// <summary>
/// The gradients of <see cref="Normalize"/>: of x, scale and the statistics, which are those of x, and g, the cotangent of y. With h = g scale:
/// dx = r (h - mean(h) - n mean(h n)), and the sums of g n and of g over the rows. Its own derivatives are with respect to x, scale and g.
/// </summary>
public sealed class NormalizeGradient(string name, string kernel) : DifferentiableOp(name)
{
    /// <inheritdoc/>
    public override string? Kernel => kernel;

    private bool IsCentred => Name == "layer_norm_gradient";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Shape x = operands[0].Shape;
        TensorType scale = operands[0] with { Shape = new Shape([x[x.Rank - 1]]) }, statistics = operands[0] with { Shape = x.Without([x.Rank - 1]) };
        TensorType[] expected = [operands[0], scale, .. Enumerable.Repeat(statistics, IsCentred ? 2 : 1), operands[0]];
        return operands.SequenceEqual(expected) ? [operands[0], .. Enumerable.Repeat(scale, IsCentred ? 2 : 1)]
            : throw new ShapeException($"a {Name} takes x, the scale, the statistics of the rows of x and the cotangent of the result");
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        Expr g = context.Expr(context.Operand(context.Node.Operands.Count - 1));
        var rows = new NormalizedRows(context.Node, context.Expr(context.Operand(0)), context.Expr(context.Operand(1)), IsCentred);
        Expr h = g * rows.Scale, b = rows.Mean(h * rows.N), u = rows.Project(h);
        Expr? Cotangent(int result) => result < context.Cotangents.Count && context.Cotangents[result] is { } c ? context.Expr(c) : null;
        Expr none = g.Number(0), ofN = none, ofG = none, ofH = none, ofX = none;
        if (Cotangent(0) is { } dx)
        {
            Expr ofU = rows.R * dx;
            ofH = rows.Project(ofU);
            ofN = -(ofU * b) - (h * rows.Mean(ofU * rows.N));
            // r = (variance + epsilon)^-1/2 has the derivative -r² n / columns.
            ofX = -(rows.Mean(dx * u) * rows.R * rows.R * rows.N);
            ofG = ofH * rows.Scale;
        }

        if (Cotangent(1) is { } dScale)
        {
            ofN += rows.PerColumn(dScale) * g;
            ofG += rows.PerColumn(dScale) * rows.N;
        }

        if (IsCentred && Cotangent(2) is { } dOffset)
            ofG += rows.PerColumn(dOffset);
        ofX += rows.Tangent(ofN); // The Jacobian of n with respect to x is symmetric.
        Value?[] cotangents = new Value?[context.Node.Operands.Count];
        (cotangents[0], cotangents[1], cotangents[cotangents.Length - 1]) = (ofX.Value, rows.OverRows(ofH * g).Value, ofG.Value);
        return cotangents;
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context) => Tangents(context)[0]!.Value;

    /// <inheritdoc/>
    public override Value?[] Tangents(JvpContext context)
    {
        Expr g = context.Expr(context.Operand(context.Node.Operands.Count - 1));
        var rows = new NormalizedRows(context.Node, context.Expr(context.Operand(0)), context.Expr(context.Operand(1)), IsCentred);
        Expr none = g.Number(0), h = g * rows.Scale, u = rows.Project(h);
        Expr x = context.Tangents[0] is { } tx ? context.Expr(tx) : none;
        Expr scale = context.Tangents[1] is { } ts ? rows.PerColumn(context.Expr(ts)) : none;
        Expr along = context.Tangents[context.Tangents.Count - 1] is { } tg ? context.Expr(tg) : none;
        Expr n = rows.Tangent(x), hAlong = (along * rows.Scale) + (g * scale);
        Expr uAlong = rows.Project(hAlong) - (n * rows.Mean(h * rows.N)) - (rows.N * rows.Mean(h * n));
        Expr rAlong = -(rows.R * rows.R * rows.Mean(rows.N * x));
        Value dx = ((rAlong * u) + (rows.R * uAlong)).Value, dScale = rows.OverRows((along * rows.N) + (g * n)).Value;
        return IsCentred ? [dx, dScale, rows.OverRows(along).Value] : [dx, dScale];
    }
}

/// <summary>
/// Rows and what normalisation makes of them, in the shape of the rows: what forward mode and derivatives of derivatives are made of. The statistics
/// are computed of the rows again, so that they have derivatives too.
/// </summary>
internal sealed class NormalizedRows
{
    private readonly Shape _shape;
    private readonly bool _isCentred;

    /// <param name="node">The normalisation or its gradient.</param>
    /// <param name="x">The rows.</param>
    /// <param name="scale">The scale of each column.</param>
    /// <param name="isCentred">Whether the mean is taken off.</param>
    public NormalizedRows(Node node, Expr x, Expr scale, bool isCentred)
    {
        _shape = x.Type.Shape;
        _isCentred = isCentred;
        Scale = PerColumn(scale);
        Expr apart = isCentred ? x - Mean(x) : x, sum = (apart * apart).Sum([Last]), deviation = ((sum / Columns(sum)) + node.Number("epsilon")).Apply("sqrt");
        R = (deviation.Number(1) / deviation).RepeatAlong(_shape, [Last]);
        N = apart * R;
    }

    public Expr Scale { get; }

    public Expr R { get; }

    /// <summary>The normalised rows.</summary>
    public Expr N { get; }

    private long Last => _shape.Rank - 1;

    /// <summary>A number for each column, in every row.</summary>
    public Expr PerColumn(Expr columns) => columns.BroadcastTo(_shape, [Last]);

    /// <summary>The mean of each row, in all of its columns.</summary>
    public Expr Mean(Expr x)
    {
        Expr sum = x.Sum([Last]);
        return (sum / Columns(sum)).RepeatAlong(_shape, [Last]);
    }

    private Expr Columns(Expr like) => new Expr(like.Builder, like.Builder.Dimension(_shape[(int)Last], like.Type.Element)).BroadcastTo(like.Type.Shape, []);

    /// <summary>The sum of the rows.</summary>
    public Expr OverRows(Expr x) => x.Sum(Enumerable.Range(0, _shape.Rank - 1).Select(a => (long)a));

    /// <summary>v without its mean, where rows are centred, and without what is along n.</summary>
    public Expr Project(Expr v) => (_isCentred ? v - Mean(v) : v) - (N * Mean(v * N));

    /// <summary>The change of n as x changes by t.</summary>
    public Expr Tangent(Expr t) => R * Project(t);
}
