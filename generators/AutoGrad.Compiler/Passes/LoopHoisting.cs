using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>One loop while values are moved to before it. What is moved is chosen first; then the loop is built anew around the rest.</summary>
internal sealed class LoopHoisting
{
    private readonly Node _loop;
    private readonly LoopParts _parts;
    private readonly GraphBuilder _builder;
    private readonly StepBatch _batch;
    private readonly HashSet<int> _moved = [];

    /// <param name="loop">The loop, its operands as values of the graph under construction.</param>
    /// <param name="builder">The graph around the loop.</param>
    public LoopHoisting(Node loop, GraphBuilder builder)
    {
        _loop = loop;
        _builder = builder;
        _parts = new LoopParts(loop);
        _batch = new StepBatch(_parts, loop.Operands, builder);
    }

    /// <summary>Adds what is moved and the loop; null, and nothing added, where nothing is to be moved.</summary>
    public Value? Run()
    {
        Graph body = _parts.Body;
        for (int i = 0; i < body.Nodes.Count; i++)
        {
            if (IsMoved(i))
                _moved.Add(i);
        }

        HashSet<int> needed = Needed();
        Value[] crossing = [.. Reads(needed).Where(v => _moved.Contains(v.Node)).Distinct().OrderBy(v => v.Node).ThenBy(v => v.Result)];
        Value[] transposed = [.. needed.SelectMany(TransposedOperand).Distinct()];
        return crossing.Length + transposed.Length == 0 ? null : Build(needed, crossing, transposed);
    }

    // A value that stays is worth moving unless it costs nothing where it is. A row's is, where it is a product with what stays, or follows one.
    private bool IsMoved(int index)
    {
        Node node = _parts.Body.Nodes[index];
        var value = new Value(index);
        return _batch.KindOf(value) switch
        {
            StepKind.Same => node.Op is not ("input" or "constant" or "dimension" or "setting" or "broadcast" or "reshape"),
            // What streams keeps nothing of all its rows.
            StepKind.Row => !_loop.Flag("streams") && (IsProductWithSame(node) || (OpTable.IsElementwise(node.Op) && node.Type.IsDifferentiable && node.Operands.Any(IsMovedRow))),
            _ => false,
        };
    }

    private bool IsMovedRow(Value value) => _moved.Contains(value.Node) && _batch.KindOf(value) == StepKind.Row;

    private bool IsProductWithSame(Node node) => node.Op == "matmul" && node.Type.Shape.Rank == 2 && _batch.KindOf(node.Operands[1]) == StepKind.Same;

    // What iterations still compute: all that the outputs depend on, up to what is moved.
    private HashSet<int> Needed()
    {
        HashSet<int> needed = [];
        var queue = new Stack<int>(_parts.Body.Outputs.Select(o => o.Value.Node));
        while (queue.Count > 0)
        {
            int node = queue.Pop();
            if (_moved.Contains(node) || !needed.Add(node))
                continue;
            foreach (Value operand in _parts.Body.Nodes[node].Operands)
                queue.Push(operand.Node);
        }

        return needed;
    }

    private IEnumerable<Value> Reads(HashSet<int> needed)
        => needed.SelectMany(n => _parts.Body.Nodes[n].Operands).Concat(_parts.Body.Outputs.Select(o => o.Value));

    // A matrix that stays and is read transposed in every iteration is transposed once.
    private IEnumerable<Value> TransposedOperand(int index)
    {
        Node node = _parts.Body.Nodes[index];
        return node.Op == "matmul" && node.Type.Shape.Rank == 2 && node.Flag("transposeB") && _batch.KindOf(node.Operands[1]) == StepKind.Same ? [node.Operands[1]] : [];
    }

    private Value Build(HashSet<int> needed, Value[] crossing, Value[] transposed)
    {
        Value[] same = [.. crossing.Where(v => _batch.KindOf(v) == StepKind.Same)], rows = [.. crossing.Where(v => _batch.KindOf(v) == StepKind.Row)];
        List<Value> operands = [.. _loop.Operands.Take(_parts.Captured)];
        operands.AddRange(same.Select(_batch.Once));
        operands.AddRange(transposed.Select(Transposed));
        operands.AddRange(_loop.Operands.Skip(_parts.Captured));
        operands.AddRange(rows.Select(_batch.Stacked));

        var body = new GraphRewriter(_parts.Body);
        void CopyInput(int position) => body.Copy(_parts.Inputs[position].Node);
        void AddInput(Value value, string suffix) => body[value] = body.Builder.Input(NameOf(value) + suffix, _parts.Body.TypeOf(value));
        for (int p = 0; p <= _parts.Captured; p++)
            CopyInput(p);
        foreach (Value value in same)
            AddInput(value, "");
        Dictionary<Value, Value> turned = transposed.ToDictionary(v => v, v => body.Builder.Input(NameOf(v) + "Transposed", Swapped(_parts.Body.TypeOf(v))));
        for (int p = _parts.Captured + 1; p < _parts.Inputs.Count; p++)
            CopyInput(p);
        foreach (Value value in rows)
            AddInput(value, "Row");

        foreach (int i in needed.OrderBy(n => n).Where(n => _parts.Body.Nodes[n].Op != "input"))
        {
            Node node = _parts.Body.Nodes[i];
            if (TransposedOperand(i).Any())
            {
                body.Builder.Origin = node.Origin;
                body[new Value(i)] = MatMul.Build(body.Builder, body[node.Operands[0]], turned[node.Operands[1]], node.Flag("transposeA"));
            }
            else
            {
                body.Copy(i);
            }
        }

        return _builder.Add(_parts.With(body.Finish(), operands, _parts.Captured + same.Length + transposed.Length, _parts.Carried));
    }

    private Value Transposed(Value value)
    {
        _builder.Origin = Origin.None;
        Value added = _builder.Add("transpose", [_batch.Once(value)], NodeAttribute.Integers("permutation", [1, 0]));
        if (_parts.Body.Nodes[value.Node].Origin.Name is { } name)
            _builder.Name(added, name + "Transposed");
        return added;
    }

    private string NameOf(Value value) => _parts.Body.Nodes[value.Node] is var node && node.Origin.Name is { } name ? name : node.Op == "matmul" ? "product" : "value";

    private static TensorType Swapped(TensorType type) => type with { Shape = new Shape([type.Shape[1], type.Shape[0]]) };
}
