using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Scaled dot-product attention of heads (Vaswani et al. 2017), softmax(q kᵀ / sqrt(d)) v for each sample and head. Operands: q, k and v beside each
/// other, [n, time, 3 * width], each head after head; a truth value, whether a step sees those before it and itself alone; and, where there is
/// one, a mask [n, time] of the steps that are seen at all. Results: [n, time, width], and the logarithms of the sums of exponentials, a residual
/// [n, heads, time] from which the derivative computes the weights again, block by block (Dao et al. 2022), instead of keeping them.
/// </summary>
public sealed class Attention() : DifferentiableOp("attention")
{
    /// <inheritdoc/>
    public override string? Kernel => "FlashAttention.Forward";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        (Shape output, Dim heads) = Check(node, operands);
        return [operands[0] with { Shape = output }, operands[0] with { Shape = new Shape([output[0], heads, output[1]]) }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        Node node = context.Node;
        Value[] operands = [.. node.Operands, .. context.Results, context.Cotangent];
        return [context.Builder.Add("attention_gradient", operands, NodeAttribute.Dims("heads", node.Dims("heads"))), .. node.Operands.Skip(1).Select(_ => (Value?)null)];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        var heads = new AttentionHeads(context.Builder, context.Node, masks: context.Node.Operands.Count - 1);
        (Expr[] x, Expr[] along, Expr p) = (heads.Split(context.Operand(0)), heads.Split(context.Tangent(0)), heads.Weights());
        return heads.JoinOne(heads.Times(heads.WeightsAlong(x, along, p), x[2]) + heads.Times(p, along[2]));
    }

    /// <summary>The shape of the result and the number of heads. Throws <see cref="ShapeException"/> in the user's words.</summary>
    internal static (Shape Output, Dim Heads) Check(Node node, EquatableArray<TensorType> operands)
    {
        Shape x = operands[0].Shape;
        Dim heads = node.Dim("heads");
        if (x.Rank != 3)
            throw new ShapeException($"queries, keys and values lie beside each other, [n, time, 3 * width], not in {x.ToDisplayString()}", 0);
        Dim width = x[2].DivideExactly(3) ?? throw new ShapeException($"the last axis of {x.ToDisplayString()} holds queries, keys and values beside each other: its length must be three times a width", 0);
        bool isMasked = operands.Count > 2 && operands[2].Element == ElementType.Bool;
        int at = isMasked ? 2 : 1;
        if (heads.Constant < 1)
            throw new ShapeException($"there must be at least one head, not {heads}", at);
        if (width.Constant is { } w && heads.Constant is { } h && w % h != 0)
            throw new ShapeException($"a width of {width} cannot be shared by {heads} heads: {heads} does not divide {width}", at);
        if (operands[1] is not { Element: ElementType.Bool, IsScalar: true })
            throw new ShapeException("whether attention is causal must be true or false", at + 1);
        if (isMasked && operands[2].Shape != new Shape([x[0], x[1]]))
            throw new ShapeException($"the mask of {x.ToDisplayString()} must have the shape [{x[0]}, {x[1]}], not {operands[2].Shape.ToDisplayString()}", 1);
        return (new Shape([x[0], x[1], width]), heads);
    }
}

/// <summary>
/// The gradient of <see cref="Attention"/> with respect to queries, keys and values. Operands: those of the attention, its results, and the
/// cotangent of the first. Its own derivatives are with respect to queries, keys and values and to the cotangent, and hold all weights at once.
/// </summary>
public sealed class AttentionGradient() : DifferentiableOp("attention_gradient")
{
    /// <inheritdoc/>
    public override string? Kernel => "FlashAttention.Gradient";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        (Shape output, _) = Attention.Check(node, operands);
        return operands[operands.Count - 1].Shape == output ? [operands[0]] : throw new ShapeException($"the cotangent of {output.ToDisplayString()} cannot be {operands[operands.Count - 1].Shape.ToDisplayString()}");
    }

    // With P the weights, g the cotangent and dP = g vᵀ: dS = P (dP - rows of P dP); dq = dS k / sqrt(d), dk = dSᵀ q / sqrt(d), dv = Pᵀ g.
    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        var heads = new AttentionHeads(context.Builder, context.Node, masks: context.Node.Operands.Count - 4);
        Expr[] x = heads.Split(context.Operand(0)), c = heads.Split(context.Cotangent);
        Expr g = heads.SplitOne(context.Operand(context.Node.Operands.Count - 1)), p = heads.Weights();
        Expr dP = heads.Times(g, x[2], transposeB: true), apart = dP - AttentionHeads.Rows(p * dP), dS = p * apart;
        Expr ofS = heads.Scaled(heads.Times(c[0], x[1], transposeB: true) + heads.Times(x[0], c[1], transposeB: true));
        Expr common = AttentionHeads.Rows(p * ofS), ofDP = p * (ofS - common);
        Expr ofP = (ofS * apart) - (dP * common) + heads.Times(g, c[2], transposeB: true), through = p * (ofP - AttentionHeads.Rows(p * ofP));
        Value[] parts =
        [
            heads.Scaled(heads.Times(dS, c[1]) + heads.Times(through, x[1])).Value,
            heads.Scaled(heads.Times(dS, c[0], transposeA: true) + heads.Times(through, x[0], transposeA: true)).Value,
            heads.Times(ofDP, g, transposeA: true).Value,
        ];
        Value?[] cotangents = new Value?[context.Node.Operands.Count];
        (cotangents[0], cotangents[cotangents.Length - 1]) = (heads.Join(parts), heads.JoinOne(heads.Times(p, c[2]) + heads.Times(ofDP, x[2])));
        return cotangents;
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        int last = context.Node.Operands.Count - 1;
        var heads = new AttentionHeads(context.Builder, context.Node, masks: last - 3);
        Expr[] x = heads.Split(context.Operand(0)), along = heads.Split(context.Tangent(0));
        Expr g = heads.SplitOne(context.Operand(last)), gAlong = heads.SplitOne(context.Tangent(last)), p = heads.Weights(), pAlong = heads.WeightsAlong(x, along, p);
        Expr dP = heads.Times(g, x[2], transposeB: true), dPAlong = heads.Times(gAlong, x[2], transposeB: true) + heads.Times(g, along[2], transposeB: true);
        Expr apart = dP - AttentionHeads.Rows(p * dP), dS = p * apart;
        Expr dSAlong = (pAlong * apart) + (p * (dPAlong - AttentionHeads.Rows((pAlong * dP) + (p * dPAlong))));
        return heads.Join(
        [
            heads.Scaled(heads.Times(dSAlong, x[1]) + heads.Times(dS, along[1])).Value,
            heads.Scaled(heads.Times(dSAlong, x[0], transposeA: true) + heads.Times(dS, along[0], transposeA: true)).Value,
            (heads.Times(pAlong, g, transposeA: true) + heads.Times(p, gAlong, transposeA: true)).Value,
        ]);
    }
}

/// <summary>
/// The weights of <see cref="Attention"/>, softmax(q kᵀ / sqrt(d)), all at once, [n, heads, time, time]: what forward mode and derivatives of
/// derivatives are made of. A step that sees none has weights of 0.
/// </summary>
public sealed class AttentionWeights() : DifferentiableOp("attention_weights")
{
    /// <inheritdoc/>
    public override string? Kernel => "FlashAttention.Weights";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        (Shape output, Dim heads) = Attention.Check(node, operands);
        return [operands[0] with { Shape = new Shape([output[0], heads, output[1], output[1]]) }];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        var heads = new AttentionHeads(context.Builder, context.Node, masks: context.Node.Operands.Count - 1);
        Expr[] x = heads.Split(context.Operand(0));
        Expr p = context.Expr(context.Results[0]), g = context.Expr(context.Cotangent), dS = p * (g - AttentionHeads.Rows(p * g));
        Value dx = heads.Join([heads.Scaled(heads.Times(dS, x[1])).Value, heads.Scaled(heads.Times(dS, x[0], transposeA: true)).Value, x[2].Number(0).Value]);
        return [dx, .. context.Node.Operands.Skip(1).Select(_ => (Value?)null)];
    }

    /// <inheritdoc/>
    public override Value Jvp(JvpContext context)
    {
        var heads = new AttentionHeads(context.Builder, context.Node, masks: context.Node.Operands.Count - 1);
        return heads.WeightsAlong(heads.Split(context.Operand(0)), heads.Split(context.Tangent(0)), context.Expr(context.Results[0])).Value;
    }
}
