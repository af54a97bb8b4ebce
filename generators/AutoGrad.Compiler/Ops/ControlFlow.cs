using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Structured control flow: a node that owns sub-graphs. Its regions see nothing but their inputs. The derivative of a region is a region:
/// see Passes/RegionDerivative, which reverse mode asks before it copies the node.
/// </summary>
public abstract class ControlFlowOp(string name) : DifferentiableOp(name)
{
    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => throw new NotSupportedException($"the derivative of '{Name}' is that of its regions");

    /// <summary>The types of a region's outputs.</summary>
    protected static List<TensorType> Outputs(Graph region) => [.. region.Outputs.Select(o => region.TypeOf(o.Value))];

    /// <summary>A region of a node that must have so many. A parameter in one would get no gradient: it comes in as an operand.</summary>
    protected static Graph Region(Node node, int index, int count)
        => node.Regions.Count != count ? throw new ShapeException(FormattableString.Invariant($"takes {count} regions, not {node.Regions.Count}"))
            : node.Regions[index].Find("parameter").Any() ? throw new ShapeException($"a region sees nothing but its inputs, and '{node.Regions[index].Name}' holds a parameter")
            : node.Regions[index];

    /// <summary>Requires that a region's inputs have these types.</summary>
    protected static void RequireInputs(Graph region, IEnumerable<TensorType> expected)
    {
        if (!region.Find("input").Select(i => region.Nodes[i].Type).SequenceEqual(expected))
            throw new ShapeException($"the inputs of region '{region.Name}' do not have the types of the operands");
    }

    /// <summary>Requires that the first outputs have the types of the carried operands.</summary>
    protected static void RequireCarried(List<TensorType> outputs, EquatableArray<TensorType> operands, int captured, int carried)
    {
        if (outputs.Count < carried || !outputs.Take(carried).SequenceEqual(operands.Skip(captured).Take(carried)))
            throw new ShapeException("a carried value must keep its type");
    }
}

/// <summary>
/// <c>count</c> iterations, known on entry. Operands: <c>captured</c> ones that stay, <c>carried</c> ones that each iteration replaces, and
/// sliced ones, of which iteration i sees row i. The region's inputs are the index, captured, carried and sliced values; its outputs the next
/// carried values, then what is stacked. Results: the last carried values, then the stacks, one row an iteration. With <c>reverse</c> the
/// index runs down.
/// </summary>
public sealed class Loop() : ControlFlowOp("loop")
{
    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
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
        List<TensorType> outputs = Outputs(body);
        RequireCarried(outputs, operands, captured, carried);
        return outputs.Take(carried).Concat(outputs.Skip(carried).Select(t => t with { Shape = new Shape([count, .. t.Shape.Dims]) })).ToEquatableArray();
    }
}

/// <summary>
/// Iterations while a condition holds. Operands: <c>captured</c> ones, then carried ones, which both regions have as inputs. The first region
/// gives the condition; the second the next carried values, then what is stacked. Results: the last carried values, then the stacks, whose
/// number of rows is the symbol named by the attribute <c>symbol</c>, known when the loop has ended.
/// </summary>
public sealed class While() : ControlFlowOp("while")
{
    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Graph condition = Region(node, 0, 2), body = Region(node, 1, 2);
        int captured = (int)node.Integer("captured"), carried = operands.Count - captured;
        RequireInputs(condition, operands);
        RequireInputs(body, operands);
        if (!Outputs(condition).SequenceEqual([new TensorType(ElementType.Bool, Shape.Scalar)]))
            throw new ShapeException("the condition must give one truth value");
        List<TensorType> outputs = Outputs(body);
        RequireCarried(outputs, operands, captured, carried);
        var count = Dim.Symbol(node.Text("symbol"));
        return outputs.Take(carried).Concat(outputs.Skip(carried).Select(t => t with { Shape = new Shape([count, .. t.Shape.Dims]) })).ToEquatableArray();
    }
}

/// <summary>One of two regions, chosen by the first operand; the others are the inputs of both.</summary>
public sealed class Cond() : ControlFlowOp("cond")
{
    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        Graph then = Region(node, 0, 2), otherwise = Region(node, 1, 2);
        if (operands.Count == 0 || operands[0] != new TensorType(ElementType.Bool, Shape.Scalar))
            throw new ShapeException("the condition must be one truth value", 0);
        RequireInputs(then, operands.Skip(1));
        RequireInputs(otherwise, operands.Skip(1));
        List<TensorType> types = Outputs(then);
        return types.SequenceEqual(Outputs(otherwise)) ? types.ToEquatableArray() : throw new ShapeException("both branches must give values of the same types");
    }
}
