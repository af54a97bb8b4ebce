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

    /// <summary>
    /// The part of a term that has one sign for all elements of a row of the operand, and the energy of the term that has not. Sums along a row add
    /// up what has one sign, and give all elements of a row the same: so normalisation takes out what is along its statistics. What has signs of its
    /// own has little along them.
    /// </summary>
    public static (Sign Sign, Field Amplitude, double Apart) Shared(FieldSpace space, Node node, Shape operand, KeyValuePair<Sign, Field> term)
    {
        (Sign sign, double mean, double energy) = (term.Key, term.Value.Mean, term.Value.MeanSquare);
        switch (node.Op)
        {
            case "reduce_sum" when sign.IsShared && term.Value is ConstantField && IsLast(node.Integers("axes"), operand):
                double count = space.Length(operand[operand.Rank - 1]);
                return (sign, new ConstantField(mean * Math.Sqrt(count)), 0);
            case "broadcast" when sign.IsShared && IsLast([.. Enumerable.Range(0, node.Type.Shape.Rank).Select(i => (long)i).Except(node.Integers("axes"))], node.Type.Shape):
                double copies = space.Length(node.Type.Shape[node.Type.Shape.Rank - 1]);
                return (sign, new ConstantField(mean * Math.Sqrt(copies)), Math.Max(0, energy - (mean * mean)));
            case "reshape" when sign.IsShared && term.Value is ConstantField && Wide(node.Type.Shape).SequenceEqual(Wide(operand)):
                return (sign, term.Value, 0);
            default:
                return (sign, new ConstantField(0), energy);
        }
    }

    private static IEnumerable<Dim> Wide(Shape shape) => Enumerable.Range(0, shape.Rank).Select(i => shape[i]).Where(d => !d.Is(1));

    private static bool IsLast(EquatableArray<long> axes, Shape shape) => axes.Count == 1 && axes[0] == shape.Rank - 1;
}
