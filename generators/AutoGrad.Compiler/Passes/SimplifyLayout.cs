using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Rules for shapes and orders of axes.</summary>
internal static class SimplifyLayout
{
    /// <summary>A reshape of a reshape, to the same shape, of a broadcast scalar; a sum over axes of length 1.</summary>
    public static Value? Reshapes(GraphBuilder builder, Node node)
    {
        if (node.Op == "reduce_sum" && node.Integers("axes").All(a => builder.ShapeOf(node.Operands[0])[(int)a].Is(1)))
            return new Expr(builder, node.Operands[0]).Reshape(node.Type.Shape).Value;
        if (node.Op != "reshape" || node.Flag("checked"))
            return null;
        if (builder.ShapeOf(node.Operands[0]) == node.Type.Shape)
            return node.Operands[0];
        Node inner = builder[node.Operands[0].Node];
        if (inner.Op == "reshape" && !inner.Flag("checked"))
            return new Expr(builder, inner.Operands[0]).Reshape(node.Type.Shape).Value;
        return inner.Op == "broadcast" && inner.Integers("axes").Count == 0 ? new Expr(builder, inner.Operands[0]).BroadcastTo(node.Type.Shape, []).Value : null;
    }

    /// <summary>A transpose of a transpose, or one that changes nothing.</summary>
    public static Value? Transposes(GraphBuilder builder, Node node)
    {
        if (node.Op != "transpose")
            return null;
        EquatableArray<long> order = node.Integers("permutation");
        if (order.Select((a, i) => a == i).All(same => same))
            return node.Operands[0];
        Node inner = builder[node.Operands[0].Node];
        EquatableArray<long> innerOrder = inner.Integers("permutation");
        return inner.Op == "transpose" ? builder.Add("transpose", [inner.Operands[0]], NodeAttribute.Integers("permutation", order.Select(a => innerOrder[(int)a]))) : null;
    }

    /// <summary>A product of a transposed matrix reads it in the other order instead.</summary>
    public static Value? TransposedProducts(GraphBuilder builder, Node node)
    {
        if (node.Op != "matmul")
            return null;
        (Value a, bool ta) = Untransposed(builder, node.Operands[0], node.Flag("transposeA"));
        (Value b, bool tb) = Untransposed(builder, node.Operands[1], node.Flag("transposeB"));
        return a == node.Operands[0] && b == node.Operands[1] ? null : MatMul.Build(builder, a, b, ta, tb);
    }

    /// <summary>A slice of everything, a pad by nothing, a concat of one. A start that is known at run time only is still to be checked.</summary>
    public static Value? WholeSlices(GraphBuilder builder, Node node)
        => (node.Op is "pad" or "concat" || (node.Op == "slice" && node.Dim("start").Is(0))) && builder.ShapeOf(node.Operands[0]) == node.Type.Shape ? node.Operands[0] : null;

    /// <summary>A sum of parts that each fill a range of an axis with zeros around it, and together the axis: a concat.</summary>
    public static Value? SumOfPads(GraphBuilder builder, Node node)
    {
        if (node.Op != "add")
            return null;
        List<Node> pads = [];
        if (!CollectPads(builder, node, pads) || pads.Any(p => p.Integer("axis") != pads[0].Integer("axis")))
            return null;
        int axis = (int)pads[0].Integer("axis");
        List<Value> parts = [];
        Dim end = 0;
        while (pads.FirstOrDefault(p => p.Dim("before").Equals(end)) is { } next)
        {
            pads.Remove(next);
            parts.Add(next.Operands[0]);
            end += builder.ShapeOf(next.Operands[0])[axis];
        }

        return pads.Count == 0 && end.Equals(node.Type.Shape[axis]) ? builder.Add("concat", [.. parts], NodeAttribute.Integers("axis", [axis])) : null;
    }

    private static bool CollectPads(GraphBuilder builder, Node node, List<Node> pads)
    {
        if (node.Op == "add")
            return node.Operands.All(o => CollectPads(builder, builder[o.Node], pads));
        pads.Add(node);
        return node.Op == "pad" && pads.Count <= 16;
    }

    private static (Value Operand, bool Transposed) Untransposed(GraphBuilder builder, Value operand, bool transposed)
    {
        Node node = builder[operand.Node];
        if (node.Op != "transpose")
            return (operand, transposed);
        EquatableArray<long> order = node.Integers("permutation");
        int rank = order.Count;
        bool swapsLastTwo = order[rank - 1] == rank - 2 && order[rank - 2] == rank - 1 && order.Take(rank - 2).Select((a, i) => a == i).All(same => same);
        return swapsLastTwo ? (node.Operands[0], !transposed) : (operand, transposed);
    }

    /// <summary>A row that is put back where it was.</summary>
    public static Value? RowPutBack(GraphBuilder builder, Node node)
        => node.Op == "set_row" && builder[node.Operands[1].Node] is { Op: "row" } row && row.Operands[0] == node.Operands[0] && row.Operands[1] == node.Operands[2] ? node.Operands[0] : null;
}
