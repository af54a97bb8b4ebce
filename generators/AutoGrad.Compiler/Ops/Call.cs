using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>A graph in place of a node: another method of the user's, or a layer from another assembly. The inline pass dissolves it.</summary>
public sealed class Call() : DifferentiableOp("call")
{
    /// <summary>Calls are inlined before derivatives are taken.</summary>
    public override bool IsDifferentiable => false;

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Graph callee = node.Regions[0];
        return callee.Find("input").Select(i => callee.Nodes[i].Type).SequenceEqual(operands)
            ? callee.Outputs.Select(o => callee.TypeOf(o.Value)).ToEquatableArray()
            : throw new ShapeException($"the arguments do not have the types that '{callee.Name}' declares");
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => throw new NotSupportedException("a call is inlined before it is differentiated");
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
