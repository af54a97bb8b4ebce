using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Reverse mode over one graph: copies its nodes into a builder, loops extended by what their backward pass reads, then walks back from seeds
/// and gives each operand the vector-Jacobian product of its node.
/// </summary>
internal sealed class ReverseMode
{
    private readonly Graph _graph;
    private readonly HashSet<Value> _active;
    private readonly Dictionary<Value, Value> _primal = [];
    private readonly Dictionary<Value, Value> _cotangents = [];
    private readonly Dictionary<int, LoopDerivative> _loops = [];

    /// <param name="graph">What is differentiated.</param>
    /// <param name="builder">Where nodes are added.</param>
    /// <param name="active">The values of the graph through which gradients flow.</param>
    public ReverseMode(Graph graph, GraphBuilder builder, HashSet<Value> active)
    {
        _graph = graph;
        _active = active;
        Builder = builder;
    }

    /// <summary>Where nodes are added.</summary>
    public GraphBuilder Builder { get; }

    /// <summary>Whether backward loops hand out the error gradients of named variables, iteration by iteration.</summary>
    public bool RecordsErrors { get; init; }

    /// <summary>What they handed out, in the order of the loops.</summary>
    public IEnumerable<LoopRecord> LoopRecords => _loops.OrderBy(l => l.Key).SelectMany(l => l.Value.Records);

    /// <summary>What a value of the graph is in the builder.</summary>
    public Value Primal(Value value) => _primal[value];

    /// <summary>The cotangent of a value of the graph, or null where nothing flows back to it.</summary>
    public Value? Cotangent(Value value) => _cotangents.TryGetValue(value, out Value cotangent) ? cotangent : null;

    /// <summary>Copies all nodes; the inputs become the given values, or inputs again where there are none.</summary>
    public void CopyPrimal(IReadOnlyList<Value>? inputs = null)
    {
        int input = 0;
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            Node node = _graph.Nodes[i];
            Value copy;
            if (node.Op == "input" && inputs is not null)
            {
                copy = inputs[input++];
            }
            else
            {
                Node mapped = node with { Operands = node.Operands.Select(Primal).ToEquatableArray() };
                bool isLoop = node.Op is "loop" or "while" && Enumerable.Range(0, node.Results.Count).Any(r => _active.Contains(new Value(i, r)));
                if (isLoop)
                    _loops[i] = new LoopDerivative(mapped, [.. node.Operands.Select(_active.Contains)], RecordsErrors && node.Op == "loop");
                copy = Builder.Add(isLoop ? _loops[i].Extended : mapped);
            }

            for (int r = 0; r < node.Results.Count; r++)
                _primal[new Value(i, r)] = node.Op == "input" ? copy : copy with { Result = r };
        }
    }

    /// <summary>Says what flows back into a value.</summary>
    public void Seed(Value value, Value cotangent) => Accumulate(value, cotangent);

    /// <summary>Walks back over all nodes. Throws <see cref="NotDifferentiableException"/> where a gradient would have to pass an operation without a rule.</summary>
    public void Pull()
    {
        for (int i = _graph.Nodes.Count - 1; i >= 0; i--)
            Pull(i);
    }

    private void Pull(int index)
    {
        Node node = _graph.Nodes[index];
        Value[] results = [.. Enumerable.Range(0, node.Results.Count).Select(r => new Value(index, r))];
        Value?[] flowing = [.. results.Select(r => _active.Contains(r) ? Cotangent(r) : null)];
        if (node.Operands.Count == 0 || flowing.All(f => f is null))
            return;

        DifferentiableOp op = OpTable.Get(node.Op);
        if (!op.IsDifferentiable && !Call.HasDerivative(node))
            throw new NotDifferentiableException($"{node.Op} has no derivative", node.Origin.Ordinal);
        if (node.Origin.Name is { } name && flowing[0] is { } cotangent)
            Builder.Name(cotangent, GradientNames.Of(name));

        Builder.Origin = node.Origin with { Name = null };
        bool[] wanted = [.. node.Operands.Select(_active.Contains)];
        Node mapped = node with { Operands = node.Operands.Select(Primal).ToEquatableArray() };
        Value?[] pulled = op switch
        {
            Loop or While => _loops[index].Pull(Builder, Primal(results[0]).Node, flowing),
            Cond => CondDerivative.Pull(Builder, mapped, flowing, wanted),
            _ => op.Vjp(new VjpContext(Builder, mapped, results.Select(Primal).ToEquatableArray(), flowing, wanted)),
        };
        for (int o = 0; o < pulled.Length; o++)
        {
            if (pulled[o] is not { } term || !wanted[o])
                continue;
            // What reaches an expression that the user gave no name is called after the variable that it flows into.
            if (node.Origin.Name is { } reader && _graph.Nodes[node.Operands[o].Node].Origin.Name is null)
                Builder.Name(term, GradientNames.Of(reader) + "Input");
            Accumulate(node.Operands[o], term);
        }
    }

    private void Accumulate(Value value, Value term)
        => _cotangents[value] = _cotangents.TryGetValue(value, out Value sum) ? Builder.Add("add", [sum, term]) : term;
}

/// <summary>Names of gradients, after the variables they belong to.</summary>
internal static class GradientNames
{
    /// <summary><c>hidden</c> gives <c>dHidden</c>.</summary>
    public static string Of(string name) => "d" + char.ToUpperInvariant(name[0]) + name.Substring(1);
}
