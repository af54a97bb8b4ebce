using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Structured control flow: a node that owns sub-graphs. <c>loop</c> (count; captured, carried and sliced operands; one region), <c>while</c>
/// (a condition and a body) and <c>cond</c> (then and else). Operand counts are attributes; the region's inputs are, in this order, the
/// iteration's index (loop only), captured, carried and sliced values, and its outputs the next carried values, then what is stacked.
/// Results are the last carried values, then the stacks.
/// </summary>
public sealed class ControlFlowOp(string name) : DifferentiableOp(name)
{
    /// <summary>The regions' derivative is not written yet: a gradient that would have to pass is an error.</summary>
    public override bool IsDifferentiable => false;

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands) => Name switch
    {
        "loop" => Loop(node, operands),
        "while" => While(node, operands),
        _ => Cond(node, operands),
    };

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => throw new NotSupportedException($"{Name} has no derivative rule");

    private static EquatableArray<TensorType> Loop(Node node, EquatableArray<TensorType> operands)
    {
        Graph body = Region(node, 0, 1);
        int captured = (int)node.Integer("captured"), carried = (int)node.Integer("carried");
        Dim count = node.Dim("count");
        List<TensorType> expected = [new(ElementType.I32, Shape.Scalar), .. operands.Take(captured + carried)];
        foreach (TensorType sliced in operands.Skip(captured + carried))
        {
            if (sliced.Shape.Rank == 0 || !sliced.Shape[0].Equals(count))
                throw new ShapeException($"a sliced value needs {count} rows, not {sliced.Shape.ToDisplayString()}");
            expected.Add(sliced with { Shape = sliced.Shape.Without([0]) });
        }

        RequireInputs(body, expected);
        List<TensorType> outputs = [.. body.Outputs.Select(o => body.TypeOf(o.Value))];
        RequireCarried(outputs, operands, captured, carried);
        return outputs.Take(carried).Concat(outputs.Skip(carried).Select(t => t with { Shape = new Shape([count, .. t.Shape.Dims]) })).ToEquatableArray();
    }

    private static EquatableArray<TensorType> While(Node node, EquatableArray<TensorType> operands)
    {
        Graph condition = Region(node, 0, 2), body = Region(node, 1, 2);
        int captured = (int)node.Integer("captured");
        RequireInputs(condition, operands);
        RequireInputs(body, operands);
        if (condition.Outputs.Count != 1 || condition.TypeOf(condition.Outputs[0].Value) != new TensorType(ElementType.Bool, Shape.Scalar))
            throw new ShapeException("the condition must give one truth value");
        List<TensorType> outputs = [.. body.Outputs.Select(o => body.TypeOf(o.Value))];
        RequireCarried(outputs, operands, captured, operands.Count - captured);
        return outputs.ToEquatableArray();
    }

    private static EquatableArray<TensorType> Cond(Node node, EquatableArray<TensorType> operands)
    {
        Graph then = Region(node, 0, 2), otherwise = Region(node, 1, 2);
        if (operands.Count == 0 || operands[0] != new TensorType(ElementType.Bool, Shape.Scalar))
            throw new ShapeException("the condition must be one truth value", 0);
        RequireInputs(then, operands.Skip(1));
        RequireInputs(otherwise, operands.Skip(1));
        var types = then.Outputs.Select(o => then.TypeOf(o.Value)).ToEquatableArray();
        return types == otherwise.Outputs.Select(o => otherwise.TypeOf(o.Value)).ToEquatableArray()
            ? types
            : throw new ShapeException("both branches must give values of the same types");
    }

    private static Graph Region(Node node, int index, int count)
        => node.Regions.Count == count ? node.Regions[index] : throw new ShapeException(FormattableString.Invariant($"takes {count} regions, not {node.Regions.Count}"));

    private static void RequireInputs(Graph region, IEnumerable<TensorType> expected)
    {
        if (!region.Find("input").Select(i => region.Nodes[i].Type).SequenceEqual(expected))
            throw new ShapeException($"the inputs of region '{region.Name}' do not have the types of the operands");
    }

    private static void RequireCarried(List<TensorType> outputs, EquatableArray<TensorType> operands, int captured, int carried)
    {
        if (outputs.Count < carried || !outputs.Take(carried).SequenceEqual(operands.Skip(captured).Take(carried)))
            throw new ShapeException("a carried value must keep its type");
    }
}
