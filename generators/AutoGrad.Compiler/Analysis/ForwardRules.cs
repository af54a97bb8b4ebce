using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// The field of a node's result in the wide limit: sums of many elements are normal, means of many are numbers. Null is not known, and
/// whatever depends on it is not known either.
/// </summary>
internal static class ForwardRules
{
    // Sums of at least so many elements are taken as numbers: a mean of 16 varies by a quarter of a deviation.
    private const double Many = 16;

    // Above this variance a few elements take nearly all of a soft-max, and its mean over many says nothing.
    private const double MostSoftmaxVariance = 4;

    /// <summary>The field of the first result.</summary>
    public static Field? Of(FieldSpace space, Node node, IReadOnlyList<TensorType> types, Field?[] operands)
    {
        if (operands.Any(o => o is null))
            return node.Op == "row" && operands[0] is { } rows ? space.View(rows, "row:" + node.Operands[1]) : null;
        Field x = operands.Length > 0 ? operands[0]! : new ConstantField(0);
        return node.Op switch
        {
            "constant" => new ConstantField(node.Number("value")),
            "dimension" => new ConstantField(space.Length(node.Dim("value"))),
            "matmul" => Product(space, MatMul.Sizes(node, types[0].Shape, types[1].Shape).K, x, operands[1]!),
            "reduce_sum" => Sum(space, node, types[0].Shape, x),
            "softmax" => Softmax(space, node, types[0].Shape, x),
            "log_softmax" => Partition(space, node, types[0].Shape, x) is { } log ? space.Apply("subtract", x, new ConstantField(log)) : null,
            "log_sum_exp" => Partition(space, node, types[0].Shape, x) is { } log ? new ConstantField(log) : null,
            "broadcast" => space.View(x, $"broadcast:{string.Join(",", node.Integers("axes"))}:{node.Type.Shape}"),
            "reshape" => space.Reshape(x, types[0].Shape.ToString(), node.Type.Shape.ToString()),
            "transpose" => space.View(x, "transpose:" + string.Join(",", node.Integers("permutation"))),
            "slice" => space.View(x, $"slice:{node.Integer("axis")}:{node.Dim("start")}:{node.Dim("length")}"),
            "row" => space.View(x, "row:" + node.Operands[1]),
            "concat" => Concat(space, node, types, operands),
            "convert" => node.Type.IsDifferentiable ? x : null,
            _ => OpTable.IsElementwise(node.Op) ? space.Apply(node.Op, operands!) : null,
        };
    }

    /// <summary>The number of elements that a reduction takes together.</summary>
    public static double Count(FieldSpace space, Node node, Shape shape)
        => node.Integers("axes").Aggregate(1.0, (product, axis) => product * space.Length(shape[(int)axis]));

    /// <summary>The elements of soft-max as e^x over their sum, a number; null where that says nothing.</summary>
    public static Field? Softmax(FieldSpace space, Node node, Shape shape, Field x)
        => Partition(space, node, shape, x) is { } log && space.Apply("subtract", x, new ConstantField(log)) is { } logs ? space.Apply("exp", logs) : null;

    // sum of a[i, k] b[k, j] over k: independent terms.
    private static Field? Product(FieldSpace space, Dim inner, Field a, Field b)
    {
        double k = space.Length(inner);
        return space.Normal(k * a.Mean * b.Mean, k * ((a.MeanSquare * b.MeanSquare) - Math.Pow(a.Mean * b.Mean, 2)));
    }

    // Samples of a batch share the weights, so their elements do not vary independently: only sums along the last axis, the units, are known.
    private static Field? Sum(FieldSpace space, Node node, Shape shape, Field x)
    {
        double count = Count(space, node, shape);
        return count == 1 ? space.View(x, "sum:" + string.Join(",", node.Integers("axes")))
            : x is ConstantField constant ? new ConstantField(count * constant.Value)
            : !node.Integers("axes").Contains(shape.Rank - 1) ? null
            : space.Normal(count * x.Mean, count >= Many ? 0 : count * x.Variance);
    }

    // log of the sum of e^x.
    private static double? Partition(FieldSpace space, Node node, Shape shape, Field x)
    {
        if (!(x.Variance <= MostSoftmaxVariance) || !node.Integers("axes").Contains(shape.Rank - 1))
            return null;
        return space.Apply("exp", x) is { IsFinite: true } e ? Math.Log(Count(space, node, shape) * e.Mean) : null;
    }

    // Each element is one of a part's, in proportion to the parts' lengths.
    private static Field? Concat(FieldSpace space, Node node, IReadOnlyList<TensorType> types, Field?[] parts)
    {
        int axis = (int)node.Integer("axis");
        double total = space.Length(node.Type.Shape[axis]), mean = 0, square = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double share = space.Length(types[i].Shape[axis]) / total;
            mean += share * parts[i]!.Mean;
            square += share * parts[i]!.MeanSquare;
        }

        return space.Normal(mean, square - (mean * mean));
    }
}
