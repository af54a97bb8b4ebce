using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Matrix product of the last two axes, either operand transposed by an attribute; axes before them are a batch, of equal lengths.
/// C = op(A) op(B): dA = dC op(B)ᵀ, dB = op(A)ᵀ dC, transposed where the operand is.
/// </summary>
public sealed class MatMul() : DifferentiableOp("matmul")
{
    private const string TransposeA = "transposeA", TransposeB = "transposeB";

    /// <inheritdoc/>
    public override string? Kernel => "Gemm.Multiply";

    /// <summary>The lengths m, n, k of a product.</summary>
    public static (Dim M, Dim N, Dim K) Sizes(Node node, Shape a, Shape b)
    {
        bool ta = node.Flag(TransposeA), tb = node.Flag(TransposeB);
        int r = a.Rank;
        return (a[ta ? r - 1 : r - 2], b[tb ? r - 2 : r - 1], a[ta ? r - 2 : r - 1]);
    }

    /// <summary>The product of two values.</summary>
    public static Value Build(GraphBuilder builder, Value a, Value b, bool transposeA = false, bool transposeB = false)
    {
        List<NodeAttribute> attributes = [];
        if (transposeA)
            attributes.Add(NodeAttribute.Flag(TransposeA));
        if (transposeB)
            attributes.Add(NodeAttribute.Flag(TransposeB));
        return builder.Add("matmul", [a, b], [.. attributes]);
    }

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Shape a = operands[0].Shape, b = operands[1].Shape;
        if (a.Rank < 2 || a.Rank != b.Rank)
            throw new ShapeException($"a product takes two matrices, not {a.ToDisplayString()} and {b.ToDisplayString()}", a.Rank < 2 ? 0 : 1, ShapeFault.Product);
        if (operands[0].Element != operands[1].Element)
            throw new ShapeException($"a {operands[1].ToDisplayString()} does not fit a {operands[0].ToDisplayString()}", 1);
        (Dim m, Dim n, Dim k) = Sizes(node, a, b);
        Dim inner = b[node.Flag(TransposeB) ? b.Rank - 1 : b.Rank - 2];
        if (!k.Equals(inner))
            throw new ShapeException($"{a.ToDisplayString()} x {b.ToDisplayString()}: the inner lengths {k} and {inner} of the product differ", 1, ShapeFault.Product);
        for (int i = 0; i < a.Rank - 2; i++)
        {
            if (!a[i].Equals(b[i]))
                throw new ShapeException($"{a.ToDisplayString()} x {b.ToDisplayString()}: the batch lengths {a[i]} and {b[i]} differ", 1, ShapeFault.Product);
        }

        return [operands[0] with { Shape = new Shape([.. a.Dims.Take(a.Rank - 2), m, n]) }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        (GraphBuilder builder, Value a, Value b, Value g) = (context.Builder, context.Operand(0), context.Operand(1), context.Cotangent);
        bool ta = context.Node.Flag(TransposeA), tb = context.Node.Flag(TransposeB);
        return
        [
            !context.Active[0] ? null : ta ? Build(builder, b, g, tb, true) : Build(builder, g, b, false, !tb),
            !context.Active[1] ? null : tb ? Build(builder, g, a, true, ta) : Build(builder, a, g, !ta, false),
        ];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        bool ta = context.Node.Flag(TransposeA), tb = context.Node.Flag(TransposeB);
        Value? left = context.Tangents[0] is { } a ? Build(context.Builder, a, context.Operand(1), ta, tb) : null;
        Value? right = context.Tangents[1] is { } b ? Build(context.Builder, context.Operand(0), b, ta, tb) : null;
        return left is { } l && right is { } r ? context.Builder.Add("add", [l, r]) : left ?? right!.Value;
    }
}
