using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Makes one <c>fused</c> node of a group: its region, the values that it reads, and those that others read of it.</summary>
internal sealed class KernelBuilder(Graph graph, KernelMembers kernels, int group)
{
    private readonly GraphBuilder _region = new("kernel");
    private readonly List<Value> _operands = [];
    private readonly Dictionary<Value, Value> _map = [];
    private readonly IReadOnlyList<int> _members = kernels.Members(group);

    /// <summary>Adds the node, and maps what it computes.</summary>
    public void AddTo(GraphRewriter rewriter)
    {
        // Inputs come first in a region, so that they are its signature.
        foreach (Value operand in _members.SelectMany(Reads).Distinct())
            AddInput(operand);
        foreach (int member in _members)
            AddNode(member);

        Value[] outputs = [.. kernels.Results(group)];
        foreach (Value output in outputs)
            _region.Output(FormattableString.Invariant($"{graph.Nodes[output.Node].Origin.Name ?? graph.Nodes[output.Node].Op}.{output.Node}"), _map[output]);

        Node main = graph.Nodes[outputs[outputs.Length - 1].Node];
        Value fused = rewriter.Builder.Add(new Node("fused", _operands.Select(o => rewriter[o]).ToEquatableArray(), [], [_region.Build()], [], main.Origin));
        for (int r = 0; r < outputs.Length; r++)
            rewriter[outputs[r]] = fused with { Result = r };
    }

    // What a member reads from outside: the source of a broadcast that the kernel repeats itself, and no constants.
    private IEnumerable<Value> Reads(int member)
        => graph.Nodes[member].Operands.Select(o => kernels.Source(member, o)).Where(o => !kernels.Computes(group, o.Node) && graph.Nodes[o.Node].Op != "constant");

    private void AddInput(Value operand)
    {
        _operands.Add(operand);
        _map[operand] = _region.Input(graph.Nodes[operand.Node].Origin.Name ?? graph.Nodes[operand.Node].Op, graph.TypeOf(operand));
    }

    private void AddNode(int member)
    {
        Node node = graph.Nodes[member];
        Value[] operands = [.. node.Operands.Select(o => Operand(member, o))];
        Value added = _region.Add(node with { Operands = operands.ToEquatableArray() });
        for (int r = 0; r < node.Results.Count; r++)
            _map[new Value(member, r)] = added with { Result = r };
    }

    private Value Operand(int member, Value operand)
    {
        if (_map.TryGetValue(operand, out Value known))
            return known;
        Node node = graph.Nodes[operand.Node];
        if (node.Op == "constant")
            return _map[operand] = _region.Constant(node.Number("value"), node.Type.Element);
        Value source = Operand(member, node.Operands[0]);
        return _map[operand] = _region.Add(node with { Operands = [source] });
    }
}
