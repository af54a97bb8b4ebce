using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <summary>The expressions of a kernel's body.</summary>
internal sealed class VectorBody(KernelPlan plan)
{
    /// <summary>The type parameter that stands for a vector.</summary>
    public const string Vector = "TVector";

    /// <summary>The expression that defines a value.</summary>
    public Term Define(Value value)
    {
        Node node = plan.Region.Nodes[value.Node];
        var op = (ElementwiseOp)OpTable.Get(node.Op);
        return Term.Fill(op.Vector.Replace("{V}", Vector), op.VectorBinding, [.. node.Operands.Select(Use)]);
    }

    /// <summary>The expression that reads a value: a local where it has one.</summary>
    public Term Use(Value value)
    {
        Node node = plan.Region.Nodes[value.Node];
        if (plan.Locals.TryGetValue(value, out string? local))
            return Term.Primary(local);
        if (plan.Constant(value) is { } constant)
            return Term.Primary(plan.Numbers.TryGetValue(constant, out string? number) ? number : Number(constant));
        return node.Op switch
        {
            "matmul" => Term.Primary("product"),
            "input" or "slice" => Operand(value, plan.Space.PatternOf(All(node.Type.Shape))),
            "broadcast" => Operand(node.Operands[0], plan.Space.PatternOf(node.Integers("axes"))),
            _ => Define(value),
        };
    }

    private Term Operand(Value used, Pattern pattern)
    {
        KernelOperand operand = plan.Operands.First(o => o.Used == used && o.Pattern == pattern);
        if (!operand.IsScalarField)
            return Term.Primary(operand.Local);
        if (plan.Scalars.TryGetValue(operand, out string? scalar))
            return Term.Primary(scalar);
        // A truth value comes as 1 or 0 and is read as all bits or none.
        string number = $"{Vector}.Create({operand.Field})";
        return operand.IsBool ? new Term($"~{Vector}.Equals({number}, {Vector}.Zero)", Binding.Unary) : Term.Primary(number);
    }

    /// <summary>The expression of a constant.</summary>
    public string Number(double constant) => constant switch
    {
        0 => Vector + ".Zero",
        1 => Vector + ".One",
        _ => $"{Vector}.Create({CSharp.Literal(constant, plan.Element)})",
    };

    private static EquatableArray<long> All(Shape shape) => Enumerable.Range(0, shape.Rank).Select(i => (long)i).ToEquatableArray();
}
