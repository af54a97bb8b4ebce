using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>exp(x) / sum(exp(x)) along <c>axes</c>, which are neighbours: dx = y (g - sum(g y)).</summary>
public sealed class Softmax() : DifferentiableOp("softmax")
{
    /// <inheritdoc/>
    public override string? Kernel => "Softmax.Forward";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        ReduceOp.RequireAxes(node, operands[0].Shape);
        EquatableArray<long> axes = node.Integers("axes");
        bool areNeighbours = axes.Count > 0 && axes.Max() - axes.Min() == axes.Count - 1;
        return areNeighbours ? [operands[0]] : throw new ShapeException($"{Name} is along neighbouring axes, not [{string.Join(", ", axes)}]", 0);
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        EquatableArray<long> axes = context.Node.Integers("axes");
        Expr y = context.Expr(context.Results[0]), g = context.Expr(context.Cotangent);
        return [(y * (g - (g * y).Sum(axes).RepeatAlong(y.Type.Shape, axes))).Value];
    }

    /// <summary>The Jacobian is symmetric.</summary>
    public override Value Jvp(JvpContext context)
    {
        EquatableArray<long> axes = context.Node.Integers("axes");
        Expr y = context.Expr(context.Results[0]), t = context.Expr(context.Tangent(0));
        return (y * (t - (t * y).Sum(axes).RepeatAlong(y.Type.Shape, axes))).Value;
    }
}

/// <summary>x - log(sum(exp(x))) along <c>axes</c>, which are neighbours: dx = g - exp(y) sum(g).</summary>
public sealed class LogSoftmax() : DifferentiableOp("log_softmax")
{
    /// <inheritdoc/>
    public override string? Kernel => "Softmax.LogForward";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        ReduceOp.RequireAxes(node, operands[0].Shape);
        EquatableArray<long> axes = node.Integers("axes");
        bool areNeighbours = axes.Count > 0 && axes.Max() - axes.Min() == axes.Count - 1;
        return areNeighbours ? [operands[0]] : throw new ShapeException($"{Name} is along neighbouring axes, not [{string.Join(", ", axes)}]", 0);
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        EquatableArray<long> axes = context.Node.Integers("axes");
        Expr y = context.Expr(context.Results[0]), g = context.Expr(context.Cotangent);
        return [(g - (y.Apply("exp") * g.Sum(axes).RepeatAlong(y.Type.Shape, axes))).Value];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        EquatableArray<long> axes = context.Node.Integers("axes");
        Expr y = context.Expr(context.Results[0]), t = context.Expr(context.Tangent(0));
        return (t - (y.Apply("exp") * t).Sum(axes).RepeatAlong(y.Type.Shape, axes)).Value;
    }
}

/// <summary>
/// The mean over rows of -log(softmax(logits)[label]). The second result is its gradient, (softmax(logits) - onehot) / rows, which the same
/// pass over memory gives; without a reader it is not computed.
/// </summary>
public sealed class SoftmaxCrossEntropy() : DifferentiableOp("softmax_cross_entropy")
{
    /// <inheritdoc/>
    public override string? Kernel => "CrossEntropy.LossAndGradient";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Shape logits = operands[0].Shape, labels = operands[1].Shape;
        if (logits.Rank != 2)
            throw new ShapeException($"logits must have two axes, [rows, classes], not {logits.ToDisplayString()}", 0);
        if (operands[1].Element != ElementType.I32 || labels.Rank != 1 || !labels[0].Equals(logits[0]))
            throw new ShapeException($"labels must be ints of shape [{logits[0]}], one for each row of logits {logits.ToDisplayString()}, not a {operands[1].ToDisplayString()}", 1);
        return [operands[0] with { Shape = Shape.Scalar }, operands[0]];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        Expr? sum = null;
        Shape shape = context.OperandType(0).Shape;
        if (context.Cotangents[0] is { } loss)
            sum = context.Expr(loss).BroadcastTo(shape, []) * context.Expr(context.Results[0] with { Result = 1 });
        if (context.Cotangents[1] is { } gradient)
        {
            Expr term = GradientAlong(context.Builder, context.Operand(0), gradient);
            sum = sum is { } first ? first + term : term;
        }

        return [sum!.Value.Value, null];
    }

    /// <summary>The tangents of both results.</summary>
    public static (Value Loss, Value Gradient) Jvp(GraphBuilder builder, Value logits, Value gradient, Value tangent)
    {
        var along = new Expr(builder, tangent);
        return ((new Expr(builder, gradient) * along).Sum(along.AllAxes).Value, GradientAlong(builder, logits, tangent).Value);
    }

    // The derivative of softmax along v, over the number of rows.
    private static Expr GradientAlong(GraphBuilder builder, Value logits, Value v)
    {
        Shape shape = builder.ShapeOf(logits);
        Expr p = new(builder, builder.Add("softmax", [logits], NodeAttribute.Integers("axes", [1])));
        Expr pv = p * new Expr(builder, v);
        Expr rows = new Expr(builder, builder.Dimension(shape[0], builder.TypeOf(logits).Element)).BroadcastTo(shape, []);
        return (pv - (p * pv.Sum([1]).RepeatAlong(shape, [1]))) / rows;
    }
}
