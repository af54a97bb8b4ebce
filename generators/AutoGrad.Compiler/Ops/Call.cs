using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// A graph in place of a node: another method of the user's, or a layer from another assembly. The inline pass dissolves it. With a second
/// region the callee has a derivative of its own: that region takes the operands and the cotangent of the result, and gives a cotangent for
/// each operand that the attribute <c>differentiable</c> lists. It must be linear in the cotangent.
/// </summary>
public sealed class Call() : DifferentiableOp("call")
{
    /// <summary>As an operation it is inlined before derivatives are taken; one with a derivative of its own is asked for by reverse and forward mode.</summary>
    public override bool IsDifferentiable => false;

    /// <summary>Whether the callee has a derivative of its own.</summary>
    public static bool HasDerivative(Node node) => node.Op == "call" && node.Regions.Count == 2;

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Graph callee = node.Regions[0];
        if (!callee.Find("input").Select(i => callee.Nodes[i].Type).SequenceEqual(operands))
            throw new ShapeException($"the arguments do not have the types that '{callee.Name}' declares");
        return callee.Outputs.Select(o => callee.TypeOf(o.Value)).ToEquatableArray();
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        if (context.Node.Regions.Count < 2)
            throw new NotSupportedException("a call is inlined before it is differentiated");
        EquatableArray<Value> given = context.Builder.Splice(context.Node.Regions[1], [.. context.Node.Operands, context.Cotangent]);
        var cotangents = new Value?[context.Node.Operands.Count];
        EquatableArray<long> differentiable = context.Node.Integers("differentiable");
        for (int i = 0; i < differentiable.Count; i++)
            cotangents[differentiable[i]] = given[i];
        return cotangents;
    }
}

/// <summary>
/// One kernel: a region of element-wise operations over one matrix of <c>rows x columns</c>, optionally on top of a product, with reductions
/// at its end. The fuse pass makes it. Its results are the region's outputs.
/// </summary>
public sealed class Fused() : DifferentiableOp("fused")
{
    /// <summary>Fusion comes after derivatives.</summary>
    public override bool IsDifferentiable => false;

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Graph region = node.Regions[0];
        return region.Find("input").Select(i => region.Nodes[i].Type).SequenceEqual(operands)
            ? region.Outputs.Select(o => region.TypeOf(o.Value)).ToEquatableArray()
            : throw new ShapeException("the inputs of the kernel do not have the types of the operands");
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => throw new NotSupportedException("kernels are fused after they are differentiated");
}
