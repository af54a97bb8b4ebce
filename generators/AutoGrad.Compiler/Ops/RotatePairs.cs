using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Each pair of neighbours along the last axis, turned by a right angle: y[2i] = -x[2i + 1] and y[2i + 1] = x[2i]. Turned back, the cotangent is the
/// negative of what it becomes.
/// </summary>
public sealed class RotatePairs() : DifferentiableOp("rotate_pairs")
{
    /// <inheritdoc/>
    public override string? Kernel => "Layout.RotatePairs";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Shape x = operands[0].Shape;
        // The length of a symbol is checked by the kernel.
        Dim length = x.Rank > 0 ? x[x.Rank - 1] : throw new ShapeException("a single number cannot be turned in pairs", 0);
        return (length.Constant ?? 0) % 2 == 0 ? [operands[0]] : throw new ShapeException($"the numbers along the last axis of {x.ToDisplayString()} cannot be turned in pairs: {length} is odd", 0);
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => [(-context.Expr(context.Builder.Add("rotate_pairs", [context.Cotangent]))).Value];
}
