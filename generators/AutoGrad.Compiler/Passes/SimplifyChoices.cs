using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Rules for truth values that are known: what a layer's owner passes to its constructor decides branches in the layer.</summary>
internal static class SimplifyChoices
{
    /// <summary>Comparisons of scalar constants, and connectives of truth values of which one is known.</summary>
    public static Value? FoldTruths(GraphBuilder builder, Node node)
    {
        if (node.Type is not { IsScalar: true, Element: ElementType.Bool } || node.Operands.Count == 0)
            return null;
        double? x = ConstantOf(builder, node.Operands[0]), y = node.Operands.Count == 2 ? ConstantOf(builder, node.Operands[1]) : null;
        Value? Truth(bool value) => builder.Constant(value ? 1 : 0, ElementType.Bool);
        return (node.Op, x, y) switch
        {
            ("not", { } a, _) => Truth(a == 0),
            ("and", 0, _) or ("and", _, 0) => Truth(false),
            ("or", { } a, _) when a != 0 => Truth(true),
            ("or", _, { } b) when b != 0 => Truth(true),
            ("and", { }, _) or ("or", { }, _) => node.Operands[1],
            ("and", _, { }) or ("or", _, { }) => node.Operands[0],
            ("greater", { } a, { } b) => Truth(a > b),
            ("greater_equal", { } a, { } b) => Truth(a >= b),
            ("less", { } a, { } b) => Truth(a < b),
            ("less_equal", { } a, { } b) => Truth(a <= b),
            ("equal", { } a, { } b) => Truth(a == b),
            ("not_equal", { } a, { } b) => Truth(a != b),
            _ => null,
        };
    }

    /// <summary>A number chosen by a known truth value.</summary>
    public static Value? FoldSelect(GraphBuilder builder, Node node)
        => node.Op == "select" && ConstantOf(builder, node.Operands[0]) is { } condition ? node.Operands[condition != 0 ? 1 : 2] : null;

    /// <summary>The results of a branch that is certainly taken, or null.</summary>
    public static EquatableArray<Value>? Taken(GraphBuilder builder, Node node)
        => node.Op == "cond" && ConstantOf(builder, node.Operands[0]) is { } condition
            ? builder.Splice(node.Regions[condition != 0 ? 0 : 1], [.. node.Operands.Skip(1)])
            : null;

    private static double? ConstantOf(GraphBuilder builder, Value value) => SimplifyArithmetic.ConstantOf(builder, value);
}
