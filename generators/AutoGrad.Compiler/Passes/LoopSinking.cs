using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>One loop while sums are moved to behind it.</summary>
internal sealed class LoopSinking
{
    private readonly Node _loop;
    private readonly LoopParts _parts;
    private readonly GraphBuilder _builder;
    private readonly List<GraphOutput> _stacks;
    private readonly int[] _reads;

    /// <param name="loop">The loop, its operands as values of the graph under construction.</param>
    /// <param name="builder">The graph around the loop.</param>
    public LoopSinking(Node loop, GraphBuilder builder)
    {
        _loop = loop;
        _parts = new LoopParts(loop);
        _builder = builder;
        _stacks = [.. _parts.Body.Outputs.Skip(_parts.Carried)];
        _reads = new int[_parts.Body.Nodes.Count];
        foreach (Value value in _parts.Body.Nodes.SelectMany(n => n.Operands).Concat(_parts.Body.Outputs.Select(o => o.Value)))
            _reads[value.Node]++;
    }

    /// <summary>Adds the loop and what follows it, and gives its results; null, and nothing added, where nothing is to be moved.</summary>
    public IReadOnlyList<Value>? Run()
    {
        LoopSum?[] sums = [.. Enumerable.Range(0, _parts.Carried).Select(Sum)];
        if (sums.All(s => s is null))
            return null;

        // What the terms read, in stacks behind those that there are.
        int before = _stacks.Count;
        foreach (Value row in sums.Where(s => s is not null).SelectMany(s => s!.Sunk).SelectMany(t => _parts.Body.Nodes[t.Node].Operands))
            AddStack(row);
        Node loop = Rebuilt(sums);
        int[] kept = [.. Enumerable.Range(0, _parts.Carried).Where(c => sums[c] is not { Rest.Count: 0 })];
        bool isEmpty = kept.Length + _stacks.Count == 0;
        Value added = isEmpty ? default : _builder.Add(loop);

        Value Stack(Value row) => SlicedOperand(row) ?? added with { Result = kept.Length + _stacks.FindIndex(s => s.Value == row) };
        var results = new List<Value>();
        for (int c = 0; c < _parts.Carried; c++)
        {
            Value value = Array.IndexOf(kept, c) is >= 0 and var k ? added with { Result = k } : _loop.Operands[_parts.Captured + c];
            foreach (Value term in sums[c]?.Sunk ?? [])
            {
                Value sum = Sum(_parts.Body.Nodes[term.Node], Stack);
                if (_parts.Body.Outputs[c].Name is { } name && _parts.Body.Nodes[term.Node].Origin.Name is null)
                    _builder.Name(sum, _parts.Body.Nodes[_parts.CarriedInput(c).Node].Origin.Name ?? name);
                value = _builder.Add("add", [value, sum]);
            }

            results.Add(value);
        }

        results.AddRange(Enumerable.Range(0, before).Select(s => added with { Result = kept.Length + s }));
        return results;
    }

    // The terms that an iteration adds to a carried value, where it does nothing else with it and some can be moved.
    private LoopSum? Sum(int carried)
    {
        Value input = _parts.CarriedInput(carried), output = _parts.Body.Outputs[carried].Value;
        List<Value> terms = [];
        if (_reads[input.Node] != 1 || !Collect(output, input, terms))
            return null;
        Value[] sunk = [.. terms.Where(IsSinkable)];
        return sunk.Length == 0 ? null : new LoopSum(sunk, [.. terms.Except(sunk)]);
    }

    // Whether the value is a sum in which the input is a term; the others are collected.
    private bool Collect(Value value, Value input, List<Value> terms)
    {
        Node node = _parts.Body.Nodes[value.Node];
        if (value == input)
            return true;
        if (node.Op != "add" || _reads[value.Node] != 1)
        {
            terms.Add(value);
            return false;
        }

        bool left = Collect(node.Operands[0], input, terms), right = Collect(node.Operands[1], input, terms);
        return left || right;
    }

    // A product whose rows are summed over, or a sum over rows, of what changes with the iterations.
    private bool IsSinkable(Value term)
    {
        Node node = _parts.Body.Nodes[term.Node];
        return _reads[term.Node] == 1 && !node.Type.IsScalar && node.Operands.All(IsRow) && node.Op switch
        {
            "matmul" => node.Type.Shape.Rank == 2 && node.Flag("transposeA") && !node.Flag("transposeB"),
            "reduce_sum" => true,
            _ => false,
        };
    }

    private bool IsRow(Value value)
        => _parts.Body.Nodes[value.Node].Op is not ("constant" or "dimension" or "setting" or "broadcast") && !_parts.CapturedOperands.Any(o => _parts.Inputs[o + 1] == value);

    private Value? SlicedOperand(Value row) => _parts.SlicedOperands.Where(o => _parts.Inputs[o + 1] == row).Select(o => (Value?)_loop.Operands[o]).FirstOrDefault();

    private void AddStack(Value row)
    {
        if (SlicedOperand(row) is null && _stacks.All(s => s.Value != row))
            _stacks.Add(new(FormattableString.Invariant($"{_parts.Body.Nodes[row.Node].Origin.Name ?? "row"}.{_parts.Carried + _stacks.Count}"), row));
    }

    private Value Sum(Node term, Func<Value, Value> stack)
    {
        _builder.Origin = term.Origin;
        if (term.Op == "reduce_sum")
            return new Expr(_builder, stack(term.Operands[0])).Sum([0, .. term.Integers("axes").Select(a => a + 1)]).Value;
        Value[] rows = [.. term.Operands.Select(o => new Expr(_builder, stack(o)).Reshape(AllRows(_parts.Body.TypeOf(o).Shape)).Value)];
        return MatMul.Build(_builder, rows[0], rows[1], transposeA: true);
    }

    private Shape AllRows(Shape matrix) => new([_parts.Count * matrix[0], matrix[1]]);

    // The loop without the sums that are moved whole, and with less added to those that are moved in part.
    private Node Rebuilt(LoopSum?[] sums)
    {
        int[] kept = [.. Enumerable.Range(0, _parts.Carried).Where(c => sums[c] is not { Rest.Count: 0 })];
        var body = new GraphRewriter(_parts.Body);
        for (int i = 0; i < _parts.Body.Nodes.Count; i++)
        {
            bool isDropped = Enumerable.Range(0, _parts.Carried).Except(kept).Any(c => _parts.CarriedInput(c).Node == i);
            if (!isDropped && _parts.Body.Nodes[i].Operands.All(body.Knows))
                body.Copy(i);
        }

        body.Builder.Origin = Origin.None;
        foreach (int c in kept)
        {
            Value next = sums[c] is { } sum ? sum.Rest.Aggregate(body[_parts.CarriedInput(c)], (x, term) => body.Builder.Add("add", [x, body[term]])) : body[_parts.Body.Outputs[c].Value];
            body.Builder.Output(_parts.Body.Outputs[c].Name, next);
        }

        foreach (GraphOutput stack in _stacks)
            body.Builder.Output(stack.Name, body[stack.Value]);
        return _parts.With(
            EliminateDeadCode.Run(body.Builder.Build()),
            _loop.Operands.Where((_, o) => !_parts.IsCarried(o) || Array.IndexOf(kept, o - _parts.Captured) >= 0),
            _parts.Captured,
            kept.Length);
    }

    /// <summary>What iterations add to a carried value: what is added behind the loop, and what still inside.</summary>
    private sealed record LoopSum(IReadOnlyList<Value> Sunk, IReadOnlyList<Value> Rest);
}
