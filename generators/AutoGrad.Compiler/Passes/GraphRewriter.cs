using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Builds a new graph from an old one, node by node; a pass decides what each node becomes.</summary>
internal sealed class GraphRewriter(Graph source)
{
    private readonly Dictionary<Value, Value> _map = [];

    /// <summary>The graph that is being built.</summary>
    public GraphBuilder Builder { get; } = new(source.Name);

    /// <summary>What a value of the old graph has become.</summary>
    public Value this[Value old]
    {
        get => _map[old];
        set => _map[old] = value;
    }

    /// <summary>Whether a value of the old graph has become something.</summary>
    public bool Knows(Value old) => _map.ContainsKey(old);

    /// <summary>Adds a node as it is, on its new operands.</summary>
    public Value Copy(int index)
    {
        Node node = source.Nodes[index];
        Value added = Builder.Add(node with { Operands = node.Operands.Select(o => _map[o]).ToEquatableArray() });
        for (int r = 0; r < node.Results.Count; r++)
            _map[new Value(index, r)] = added with { Result = r };
        return added;
    }

    /// <summary>The new graph, with the old one's outputs.</summary>
    public Graph Finish()
    {
        foreach (GraphOutput output in source.Outputs)
            Builder.Output(output.Name, _map[output.Value]);
        return Builder.Build();
    }
}
