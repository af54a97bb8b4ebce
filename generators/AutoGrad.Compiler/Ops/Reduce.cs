using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>A reduction over <c>axes</c>, which disappear from the shape.</summary>
public abstract class ReduceOp(string name, string? kernel) : DifferentiableOp(name)
{
    /// <inheritdoc/>
    public override string? Kernel => kernel;

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        RequireAxes(node, operands[0].Shape);
        return [operands[0] with { Shape = operands[0].Shape.Without(node.Integers("axes")) }];
    }

    /// <summary>Requires that the attribute <c>axes</c> names axes of a shape, each once.</summary>
    internal static void RequireAxes(Node node, Shape shape)
    {
        EquatableArray<long> axes = node.Integers("axes");
        if (axes.Any(a => a < 0 || a >= shape.Rank) || axes.Distinct().Count() != axes.Count)
            throw new ShapeException($"axes [{string.Join(", ", axes)}] do not exist in {shape.ToDisplayString()}", 0, ShapeFault.Axis);
    }
}

/// <summary>Sum: its cotangent is repeated along the axes.</summary>
public sealed class ReduceSum() : ReduceOp("reduce_sum", "Reduce.Sum")
{
    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
        => [context.Expr(context.Cotangent).RepeatAlong(context.OperandType(0).Shape, context.Node.Integers("axes")).Value];
}

/// <summary>Largest or smallest element: ties share the cotangent equally.</summary>
public sealed class ReduceExtremum(string name, string kernel) : ReduceOp(name, kernel)
{
    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        EquatableArray<long> axes = context.Node.Integers("axes");
        Shape shape = context.OperandType(0).Shape;
        Expr x = context.Expr(context.Operand(0)), g = context.Expr(context.Cotangent);
        Expr isExtremum = x.EqualTo(context.Expr(context.Results[0]).RepeatAlong(shape, axes));
        Expr ties = Expr.Where(isExtremum, x.Number(1), x.Number(0)).Sum(axes);
        return [Expr.Where(isExtremum, (g / ties).RepeatAlong(shape, axes), x.Number(0)).Value];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        EquatableArray<long> axes = context.Node.Integers("axes");
        Expr x = context.Expr(context.Operand(0)), t = context.Expr(context.Tangent(0));
        Expr isExtremum = x.EqualTo(context.Expr(context.Results[0]).RepeatAlong(x.Type.Shape, axes));
        Expr ties = Expr.Where(isExtremum, x.Number(1), x.Number(0)).Sum(axes);
        return (Expr.Where(isExtremum, t, t.Number(0)).Sum(axes) / ties).Value;
    }
}

/// <summary>log(sum(exp(x))), without overflow: dx = g exp(x - y).</summary>
public sealed class LogSumExp() : ReduceOp("log_sum_exp", "Reduce.LogSumExp")
{
    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        EquatableArray<long> axes = context.Node.Integers("axes");
        Shape shape = context.OperandType(0).Shape;
        Expr x = context.Expr(context.Operand(0)), y = context.Expr(context.Results[0]).RepeatAlong(shape, axes);
        return [(context.Expr(context.Cotangent).RepeatAlong(shape, axes) * (x - y).Apply("exp")).Value];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        EquatableArray<long> axes = context.Node.Integers("axes");
        Expr x = context.Expr(context.Operand(0)), y = context.Expr(context.Results[0]).RepeatAlong(x.Type.Shape, axes);
        return (context.Expr(context.Tangent(0)) * (x - y).Apply("exp")).Sum(axes).Value;
    }
}

/// <summary>
/// sum(x²) over all elements, for the norm of a gradient. With <c>wide</c> it is accumulated in double, so that no finite element overflows.
/// It is added after derivatives are taken, and always part of a fused kernel.
/// </summary>
public sealed class SumOfSquares() : ReduceOp("sum_of_squares", kernel: null)
{
    /// <inheritdoc/>
    public override bool IsDifferentiable => false;

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => throw new NotSupportedException("norms are added after derivatives are taken");
}
