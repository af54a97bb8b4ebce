using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Rules for numbers.</summary>
internal static class SimplifyArithmetic
{
    /// <summary>The constant that a value holds in every element, or null.</summary>
    public static double? ConstantOf(GraphBuilder builder, Value value)
    {
        Node node = builder[value.Node];
        return node.Op switch
        {
            "constant" => node.Number("value"),
            "broadcast" => ConstantOf(builder, node.Operands[0]),
            _ => null,
        };
    }

    /// <summary>Arithmetic of scalar constants.</summary>
    public static Value? FoldConstants(GraphBuilder builder, Node node)
    {
        if (!node.Type.IsScalar || node.Operands.Count is not (1 or 2) || builder.TypeOf(node.Operands[0]).Element != node.Type.Element)
            return null;
        if (ConstantOf(builder, node.Operands[0]) is not { } x)
            return null;
        double? y = node.Operands.Count == 2 ? ConstantOf(builder, node.Operands[1]) : null;
        return Folding.Number(node.Op, node.Type.Element, x, y) is { } folded ? builder.Constant(folded, node.Type.Element) : null;
    }

    /// <summary>x + 0, x - 0, x * 1, x / 1, select(c, x, x), 0 - x.</summary>
    public static Value? DropNeutral(GraphBuilder builder, Node node)
    {
        if (node.Op == "select")
            return node.Operands[1] == node.Operands[2] ? node.Operands[1] : null;
        double? Constant(int operand) => ConstantOf(builder, node.Operands[operand]);
        return node.Op switch
        {
            "add" when Constant(1) == 0 => node.Operands[0],
            "add" when Constant(0) == 0 => node.Operands[1],
            "add" when node.Operands[0] == node.Operands[1] => (2 * new Expr(builder, node.Operands[0])).Value,
            "subtract" when Constant(1) == 0 => node.Operands[0],
            "subtract" when Constant(0) == 0 => builder.Add("negate", [node.Operands[1]]),
            "multiply" when Constant(1) == 1 => node.Operands[0],
            "multiply" when Constant(0) == 1 => node.Operands[1],
            "multiply" when Constant(1) == -1 => builder.Add("negate", [node.Operands[0]]),
            "multiply" when Constant(0) == -1 => builder.Add("negate", [node.Operands[1]]),
            "divide" when Constant(1) == 1 => node.Operands[0],
            _ => null,
        };
    }

    /// <summary>-(-x), x + -y, x - -y.</summary>
    public static Value? DoubleNegation(GraphBuilder builder, Node node)
    {
        Value? Negated(int operand) => builder[node.Operands[operand].Node] is { Op: "negate" } n ? n.Operands[0] : null;
        return node.Op switch
        {
            "negate" => Negated(0),
            "add" when Negated(1) is { } y => builder.Add("subtract", [node.Operands[0], y]),
            "subtract" when Negated(1) is { } y => builder.Add("add", [node.Operands[0], y]),
            _ => null,
        };
    }

    /// <summary>
    /// -x * y and -x / y, in either operand: the sign of the result, to the same bits. A factor whose sign is turned would be kept for the
    /// backward pass beside the factor itself. What the user named stays a value of its own.
    /// </summary>
    public static Value? PullNegation(GraphBuilder builder, Node node)
    {
        if (node.Op is not ("multiply" or "divide") || !node.Type.IsDifferentiable)
            return null;
        Value? Negated(int operand) => builder[node.Operands[operand].Node] is { Op: "negate", Origin.Name: null } n ? n.Operands[0] : null;
        (Value? x, Value? y) = (Negated(0), Negated(1));
        if (x is null && y is null)
            return null;
        Value positive = builder.Add(node.Op, [x ?? node.Operands[0], y ?? node.Operands[1]]);
        return x is null || y is null ? builder.Add("negate", [positive]) : positive;
    }

    /// <summary>Powers whose exponent is a small constant.</summary>
    public static Value? ConstantPower(GraphBuilder builder, Node node)
    {
        if (node.Op != "pow" || ConstantOf(builder, node.Operands[1]) is not { } exponent)
            return null;
        var x = new Expr(builder, node.Operands[0]);
        return exponent switch
        {
            0 => x.Number(1).Value,
            1 => x.Value,
            2 => (x * x).Value,
            3 => (x * x * x).Value,
            -1 => (x.Number(1) / x).Value,
            _ => null,
        };
    }

    /// <summary>a * (b * x) with constants a and b: rounded once instead of twice.</summary>
    public static Value? MergeFactors(GraphBuilder builder, Node node)
    {
        if (node.Op != "multiply" || Factor(builder, node) is not (double outer, Value rest) || builder[rest.Node] is not { Op: "multiply" } inner)
            return null;
        return Factor(builder, inner) is (double factor, Value x) && IsNormal(outer * factor, node.Type.Element) ? (outer * factor * new Expr(builder, x)).Value : null;
    }

    // Of 1e30 * (1e30 * x) the merged factor would be infinite in float, of 1e-30 * (1e-30 * x) zero, whatever x is.
    private static bool IsNormal(double factor, ElementType element)
    {
        (double least, double most) = element == ElementType.F32 ? (1.17549435e-38, float.MaxValue) : (2.2250738585072014e-308, double.MaxValue);
        return Math.Abs(factor) is var size && size >= least && size <= most;
    }

    private static (double Factor, Value Other)? Factor(GraphBuilder builder, Node product)
        => ConstantOf(builder, product.Operands[0]) is { } x ? (x, product.Operands[1])
            : ConstantOf(builder, product.Operands[1]) is { } y ? (y, product.Operands[0])
            : null;
}
