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
        return (Folding.Truth(node.Op, x, y), node.Op, x, y) switch
        {
            ({ } truth, _, _, _) => builder.Constant(truth ? 1 : 0, ElementType.Bool),
            (_, "and" or "or", { }, _) => node.Operands[1],
            (_, "and" or "or", _, { }) => node.Operands[0],
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
