using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>Scalar numbers and truth values that are known when a graph is built. A truth value is 1 or 0.</summary>
public static class Folding
{
    /// <summary>The number that a scalar certainly has, through all that it is computed from; null where it is known at run time only.</summary>
    public static double? Of(GraphBuilder builder, Value value) => Of(builder, value, []);

    // What is computed from one number by many ways is looked at once.
    private static double? Of(GraphBuilder builder, Value value, Dictionary<Value, double?> known)
    {
        if (!known.TryGetValue(value, out double? number))
            known[value] = number = Compute(builder, value, known);
        return number;
    }

    private static double? Compute(GraphBuilder builder, Value value, Dictionary<Value, double?> known)
    {
        Node node = builder[value.Node];
        if (node.Op == "constant")
            return node.Number("value");
        if (!node.Type.IsScalar || node.Operands.Count is not (1 or 2))
            return null;
        double?[] operands = [.. node.Operands.Select(o => builder.TypeOf(o).IsScalar ? Of(builder, o, known) : null)];
        double? y = operands.Length == 2 ? operands[1] : null;
        if (node.Type.Element == ElementType.Bool)
            return Truth(node.Op, operands[0], y) is { } truth ? (truth ? 1 : 0) : null;
        return operands[0] is { } x && builder.TypeOf(node.Operands[0]).Element == node.Type.Element ? Number(node.Op, node.Type.Element, x, y) : null;
    }

    /// <summary>What an operation gives of known numbers; null for others than arithmetic, and for quotients of ints.</summary>
    public static double? Number(string op, ElementType element, double x, double? y) => (op, y) switch
    {
        ("negate", _) => -x,
        ("add", { } b) => x + b,
        ("subtract", { } b) => x - b,
        ("multiply", { } b) => x * b,
        ("divide", { } b) when element != ElementType.I32 => x / b,
        _ => null,
    };

    /// <summary>What a comparison or a connective gives, where one operand may be unknown; null where that decides.</summary>
    public static bool? Truth(string op, double? x, double? y) => (op, x, y) switch
    {
        ("not", { } a, _) => a == 0,
        ("and", 0, _) or ("and", _, 0) => false,
        ("and", { }, { }) => true,
        ("or", { } a, _) when a != 0 => true,
        ("or", _, { } b) when b != 0 => true,
        ("or", { }, { }) => false,
        ("greater", { } a, { } b) => a > b,
        ("greater_equal", { } a, { } b) => a >= b,
        ("less", { } a, { } b) => a < b,
        ("less_equal", { } a, { } b) => a <= b,
        ("equal", { } a, { } b) => a == b,
        ("not_equal", { } a, { } b) => a != b,
        _ => null,
    };
}
