using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// How much of a result's energy flows back to an operand of an operation that mixes elements, where the elements of the result's cotangent
/// are independent and have mean 0. Not a number where that is not known.
/// </summary>
internal static class BackwardRules
{
    /// <summary>The operand's energy over the result's.</summary>
    public static double Factor(FieldSpace space, ForwardFlow forward, Node node, int operand)
    {
        Shape Shape(int o) => forward.Graph.TypeOf(node.Operands[o]).Shape;
        Field Field(int o) => forward[node.Operands[o]].Field!;
        return node.Op switch
        {
            // An element of dA = dC Bᵀ sums n of dC, and A has k elements for n of C.
            "matmul" => space.Length(MatMul.Sizes(node, Shape(0), Shape(1)).K) * Field(1 - operand).MeanSquare,
            "reduce_sum" => ForwardRules.Count(space, node, Shape(0)),
            "broadcast" or "reshape" or "transpose" or "slice" or "row" or "convert" => 1,
            "concat" => space.Length(Shape(operand)[(int)node.Integer("axis")]) / space.Length(node.Type.Shape[(int)node.Integer("axis")]),
            "log_sum_exp" => ForwardRules.Softmax(space, node, Shape(0), Field(0)) is { } p ? ForwardRules.Count(space, node, Shape(0)) * p.MeanSquare : double.NaN,
            _ => double.NaN,
        };
    }
}
