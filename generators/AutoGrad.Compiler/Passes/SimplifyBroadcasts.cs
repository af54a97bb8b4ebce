using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Rules for repeated values: compute on the small value, repeat the result.</summary>
internal static class SimplifyBroadcasts
{
    /// <summary>A broadcast of a broadcast, or to the same shape.</summary>
    public static Value? ComposeBroadcasts(GraphBuilder builder, Node node)
    {
        if (node.Op != "broadcast")
            return null;
        Node inner = builder[node.Operands[0].Node];
        if (builder.ShapeOf(node.Operands[0]) == node.Type.Shape)
            return node.Operands[0];
        if (inner.Op != "broadcast")
            return null;
        EquatableArray<long> axes = node.Integers("axes");
        return builder.Add("broadcast", [inner.Operands[0]], NodeAttribute.Integers("axes", inner.Integers("axes").Select(a => axes[(int)a])), NodeAttribute.Dims("lengths", node.Dims("lengths")));
    }

    /// <summary>An element-wise operation whose operands are all repeated in the same way.</summary>
    public static Value? HoistAboveBroadcast(GraphBuilder builder, Node node)
    {
        if (!OpTable.IsElementwise(node.Op))
            return null;
        foreach (Value operand in node.Operands)
        {
            if (builder[operand.Node].Op != "broadcast")
                return null;
        }

        Node[] broadcasts = [.. node.Operands.Select(o => builder[o.Node])];
        EquatableArray<long> axes = broadcasts[0].Integers("axes");
        if (broadcasts.Any(b => b.Integers("axes") != axes))
            return null;
        Value small = builder.Add(node with { Operands = broadcasts.Select(b => b.Operands[0]).ToEquatableArray() });
        return new Expr(builder, small).BroadcastTo(node.Type.Shape, axes).Value;
    }

    /// <summary>A sum over axes along which the value is only repeated: a product with their length.</summary>
    public static Value? SumOfBroadcast(GraphBuilder builder, Node node)
    {
        if (node.Op != "reduce_sum" || builder[node.Operands[0].Node] is not { Op: "broadcast" } broadcast)
            return null;
        EquatableArray<long> over = node.Integers("axes"), kept = broadcast.Integers("axes");
        if (over.Any(a => kept.Contains(a)))
            return null;
        var x = new Expr(builder, broadcast.Operands[0]);
        var count = new Expr(builder, builder.Dimension(Dim.Product(over.Select(a => broadcast.Dims("lengths")[(int)a])), node.Type.Element));
        Expr scaled = x * count.BroadcastTo(x.Type.Shape, []);
        return scaled.BroadcastTo(node.Type.Shape, kept.Select(a => a - over.Count(o => o < a))).Value;
    }
}
