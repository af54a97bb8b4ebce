using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <content>Counted loops, whose tensors lie where <see cref="LoopMemory"/> says.</content>
internal sealed partial class BodyEmitter
{
    private readonly Dictionary<int, LoopMemory> _memory = [];

    // The memory of the loop whose body this is.
    private LoopMemory? _around;

    private bool _isRegion;

    private void ChooseMemory()
    {
        foreach (KeyValuePair<int, BodyEmitter[]> region in _regions)
        {
            if (_graph.Nodes[region.Key].Op == "loop")
                region.Value[0]._around = _memory[region.Key] = new LoopMemory(_graph.Nodes[region.Key], r => _storage.ContainsKey(new Value(region.Key, r)), overwrites: Checks is null);
            foreach (BodyEmitter body in region.Value)
            {
                body._isRegion = true;
                body.ChooseMemory();
            }
        }
    }

    // Whether a value is part of what a loop keeps: this one's own, or one in whose body it is computed.
    private bool IsInLoop(Value value)
    {
        if (_around?.IsTaken(value) == true)
            return true;
        if (!_memory.TryGetValue(value.Node, out LoopMemory? memory))
            return false;
        return value.Result < (int)_graph.Nodes[value.Node].Integer("carried")
            ? memory.Trail(value.Result) is not null
            : memory.TrailOf(value.Result) is not null && !memory.IsMain(value.Result);
    }

    // A repeated number that only is what loops begin with is written where they begin.
    private bool IsStart(Value value)
    {
        Node node = _graph.Nodes[value.Node];
        if (node.Op != "broadcast" || !_graph.TypeOf(node.Operands[0]).IsScalar || _graph.Outputs.Any(o => PlanBuffers.Root(_graph, o.Value) == value))
            return false;
        return _graph.Nodes.All(n => !n.Operands.Contains(value) || IsOnlyCarried(n, value));
    }

    private static bool IsOnlyCarried(Node loop, Value value)
        => loop.Op == "loop" && new LoopParts(loop) is var parts && Enumerable.Range(0, loop.Operands.Count).All(o => loop.Operands[o] != value || parts.IsCarried(o));

    // A stack in which a carried value lives has a row for what the loop begins with.
    private Dim CountOf(Value value)
    {
        Shape shape = _graph.TypeOf(value).Shape;
        return _memory.TryGetValue(value.Node, out LoopMemory? memory) && memory.IsMain(value.Result) ? shape.Count + shape.Without([0]).Count : shape.Count;
    }

    // Where a carried value that lives in a stack begins, or null.
    private string? TrailStart(int index, int carried, Node node)
        => _memory.TryGetValue(index, out LoopMemory? memory) && memory.Trail(carried) is { } main
            ? "ref " + Row(new Value(index, main), memory.IsReverse ? CSharp.Expression(node.Dim("count")) : "0", node.Results[carried].Shape)
            : null;

    private string Row(Value stack, string row, Shape shape)
        => row == "0" ? Storage(stack) : $"Indexing.Row(in {Storage(stack)}, {row}, {CSharp.Expression(shape.Count)})";

    private void WriteLoop(int index, Node node)
    {
        BodyEmitter body = _regions[index][0];
        Graph region = body._graph;
        EquatableArray<Value> inputs = region.Inputs;
        LoopMemory memory = _memory[index];
        int captured = (int)node.Integer("captured"), carried = (int)node.Integer("carried");
        WriteCarriedStart(index, node, captured, carried, region, 1);
        Bind(body, node, inputs, captured, carried, index, 1);

        string i = _names.Unique(InputName(region, 0) is "value" or "index" ? "i" : InputName(region, 0));
        body.PlaceScalar(inputs[0], i);
        string count = CSharp.Expression(node.Dim("count"));
        string header = node.Flag("reverse") ? $"for (int {i} = (int)({count}) - 1; {i} >= 0; {i}--)" : $"for (int {i} = 0; {i} < {count}; {i}++)";
        using (_writer.WriteBlock(header))
        {
            for (int s = captured + carried; s < node.Operands.Count; s++)
                WriteSlice(body, inputs[s + 1], node.Operands[s], i);
            WriteRows(index, node, memory, body, i);
            Checks?.Iterations.Push(i);
            body.WriteStatements();
            Checks?.Iterations.Pop();
            for (int c = 0; c < carried; c++)
            {
                if (memory.Trail(c) is { } main && !memory.IsWritten(c))
                    WriteCopy(body, region.Outputs[c].Value, "ref " + Row(new Value(index, main), memory.IsReverse ? i : i + " + 1", node.Results[c].Shape));
            }

            for (int o = carried; o < region.Outputs.Count; o++)
            {
                if (memory.TrailOf(o) is null && !memory.IsWrittenInRow(o))
                    WriteStack(body, region.Outputs[o].Value, $"ref {Storage(new Value(index, o))}", i);
            }

            WriteCarriedNext(body, index, node, carried, inputs.Skip(1 + captured).ToList());
            body.WriteClosing();
        }

        WriteTrailEnds(index, node, memory, carried, count);
    }

    // The rows that an iteration reads and writes in place.
    private void WriteRows(int index, Node node, LoopMemory memory, BodyEmitter body, string i)
    {
        void WriteRow(Value value, Value stack, string row)
        {
            string local = _names.Unique(body.NameOf(value));
            _writer.WriteLine($"ref {body.TypeOf(value)} {local} = ref {(row == "0" ? Storage(stack) : $"Indexing.Row(in {Storage(stack)}, {row}, {CSharp.Expression(body._graph.TypeOf(value).Shape.Count)})")};");
            body._storage[value] = local;
        }

        int captured = (int)node.Integer("captured"), carried = (int)node.Integer("carried");
        for (int c = 0; c < carried; c++)
        {
            if (memory.Trail(c) is not { } main)
            {
                if (memory.IsWritten(c))
                    body._storage[body._graph.Outputs[c].Value] = Storage(new Value(index, c));
                continue;
            }

            Value input = body._graph.Inputs[1 + captured + c], next = body._graph.Outputs[c].Value;
            if (body.IsRead(input))
                WriteRow(input, new Value(index, main), memory.IsReverse ? i + " + 1" : i);
            if (memory.IsWritten(c))
                WriteRow(next, new Value(index, main), memory.IsReverse ? i : i + " + 1");
        }

        for (int o = carried; o < node.Results.Count; o++)
        {
            if (memory.IsWrittenInRow(o))
                WriteRow(body._graph.Outputs[o].Value, new Value(index, o), i);
        }
    }

    // What is read of the memory of carried values when the loop has ended.
    private void WriteTrailEnds(int index, Node node, LoopMemory memory, int carried, string count)
    {
        var trails = new Dictionary<int, string>();
        for (int c = 0; c < carried; c++)
        {
            var result = new Value(index, c);
            if (memory.Trail(c) is not { } main)
                continue;
            trails[c] = Storage(new Value(index, main));
            string last = Row(new Value(index, main), memory.IsReverse ? "0" : count, node.Results[c].Shape), elements = CSharp.Expression(node.Results[c].Shape.Count);
            if (_storage.TryGetValue(result, out string? placed))
            {
                _writer.WriteLine($"Layout.Copy(in {last}, {elements}, ref {placed}, {elements}, 1, {elements});");
            }
            else if (IsRead(result))
            {
                string local = _names.Unique(NameOf(result));
                _writer.WriteLine($"ref {Type} {local} = ref {last};");
                _storage[result] = local;
            }
        }

        for (int o = carried; o < node.Results.Count; o++)
        {
            var stack = new Value(index, o);
            if (!IsRead(stack) || memory.TrailOf(o) is not { } c || (memory.IsMain(o) && memory.FirstRow(o, c) == 0))
                continue;
            string local = memory.FirstRow(o, c) == 0 ? trails[c] : _names.Unique(NameOf(stack));
            if (memory.FirstRow(o, c) == 1)
                _writer.WriteLine($"ref {Type} {local} = ref Indexing.Row(in {trails[c]}, 1, {CSharp.Expression(node.Results[c].Shape.Count)});");
            _storage[stack] = local;
        }
    }
}
