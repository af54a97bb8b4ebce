using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Rules for pools.</summary>
internal static class SimplifyWindows
{
    /// <summary>
    /// The largest of rectified elements is the largest element, rectified: fewer are. Where the largest is positive it is the same element;
    /// where it is not, no gradient passes either way, but another element is the largest: so where something reads the places already, all
    /// stays as it is. The two results are the largest and its place.
    /// </summary>
    public static (Value Largest, Value Place)? PoolOfRelu(GraphBuilder builder, Node node)
    {
        if (node.Op != "max_pool2d" || builder[node.Operands[0].Node] is not { Op: "relu" } relu)
            return null;
        Value pooled = builder.Add(node with { Operands = relu.Operands });
        return (builder.Add("relu", [pooled]), pooled with { Result = 1 });
    }

    /// <summary>The sum over whole channels of elements that were put into them is the sum of the elements.</summary>
    public static Value? SumOfScattered(GraphBuilder builder, Node node)
    {
        if (node.Op != "reduce_sum" || !node.Integers("axes").Contains(2) || !node.Integers("axes").Contains(3))
            return null;
        Node inner = builder[node.Operands[0].Node];
        // Of a mean with zeros outside, a share is lost there.
        bool isWhole = inner.Op == "scatter_places" || (inner.Op == "avg_pool2d_input" && Sweep.Of(inner).Padding.All(p => p.Is(0)));
        return isWhole ? new Expr(builder, inner.Operands[0]).Sum(node.Integers("axes")).Value : null;
    }
}
