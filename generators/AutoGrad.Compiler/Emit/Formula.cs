using System.Globalization;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <summary>What a kernel computes, as a person would write it.</summary>
internal static class Formula
{
    /// <summary>One line for each named value: <c>hidden = relu(images x W1 + B1)</c>.</summary>
    public static IEnumerable<string> Lines(KernelPlan plan, IReadOnlyList<string> operandNames, IReadOnlyList<string> resultNames)
    {
        for (int i = 0; i < plan.Region.Nodes.Count; i++)
        {
            var value = new Value(i);
            if (plan.ResultOf(value) is { } result)
                yield return $"{resultNames[result.Index]} = {Definition(plan, value, operandNames, resultNames).Text}";
            else if (plan.Locals.TryGetValue(value, out string? local))
                yield return $"{local} = {Definition(plan, value, operandNames, resultNames).Text}";
        }
    }

    private static Term Definition(KernelPlan plan, Value value, IReadOnlyList<string> operands, IReadOnlyList<string> results)
    {
        Node node = plan.Region.Nodes[value.Node];
        Term[] parts = [.. node.Operands.Select(o => Use(plan, o, operands, results))];
        return node.Op switch
        {
            "matmul" => new Term($"{Matrix(parts[0].Text, node.Flag("transposeA"))} x {Matrix(parts[1].Text, node.Flag("transposeB"))}", Binding.Multiplicative),
            "reduce_sum" => Term.Primary($"sum({parts[0].Text}{Over(plan, node)})"),
            "reduce_max" => Term.Primary($"max({parts[0].Text}{Over(plan, node)})"),
            "sum_of_squares" => Term.Primary($"sum of {parts[0].Text} squared"),
            "select" => Term.Primary($"({parts[0].Text} ? {parts[1].Text} : {parts[2].Text})"),
            "stop_gradient" => parts[0],
            "concat" => Term.Primary($"({string.Join(", ", parts.Select(p => p.Text))})"),
            _ when OpTable.Find(node.Op) is ElementwiseOp op => Term.Fill(op.Formula, op.Formula.StartsWith("(", StringComparison.Ordinal) ? Binding.Primary : op.ScalarBinding, parts),
            _ => Term.Primary(node.Op),
        };
    }

    private static Term Use(KernelPlan plan, Value value, IReadOnlyList<string> operands, IReadOnlyList<string> results)
    {
        Node node = plan.Region.Nodes[value.Node];
        if (plan.ResultOf(value) is { IsSum: false } result)
            return Term.Primary(results[result.Index]);
        if (plan.Locals.TryGetValue(value, out string? local))
            return Term.Primary(local);
        return node.Op switch
        {
            "input" => Term.Primary(operands[plan.Region.Find("input").ToList().IndexOf(value.Node)]),
            "constant" => Term.Primary(Number(node)),
            "slice" => Term.Primary($"{operands[plan.Region.Find("input").ToList().IndexOf(node.Operands[0].Node)]}[{node.Dim("start")}..{node.Dim("start") + node.Dim("length")}]"),
            "broadcast" => Use(plan, node.Operands[0], operands, results),
            _ => Definition(plan, value, operands, results),
        };
    }

    // In the precision that it is computed in: 0.1, not 0.10000000149011612.
    private static string Number(Node constant)
        => constant.Type.Element == ElementType.F32
            ? ((float)constant.Number("value")).ToString("R", CultureInfo.InvariantCulture)
            : constant.Number("value").ToString("R", CultureInfo.InvariantCulture);

    private static string Over(KernelPlan plan, Node sum) => plan.Space.PatternOf(Kept(plan, sum)) switch
    {
        Pattern.PerColumn => " over rows",
        Pattern.PerRow => " over columns",
        _ => "",
    };

    private static EquatableArray<long> Kept(KernelPlan plan, Node sum)
        => Enumerable.Range(0, plan.Region.TypeOf(sum.Operands[0]).Shape.Rank).Select(i => (long)i).Except(sum.Integers("axes")).ToEquatableArray();

    private static string Matrix(string name, bool transposed) => transposed ? $"transpose({name})" : name;
}
