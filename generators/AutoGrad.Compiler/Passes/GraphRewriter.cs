using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Builds a new graph from an old one, node by node; a pass decides what each node becomes.</summary>
internal sealed class GraphRewriter(Graph source)
{
    private readonly Value[]?[] _map = new Value[]?[source.Nodes.Count];

    /// <summary>The graph that is being built.</summary>
    public GraphBuilder Builder { get; } = new(source.Name);

    /// <summary>What a value of the old graph has become.</summary>
    public Value this[Value old]
    {
        get => (_map[old.Node] ?? throw new InvalidOperationException($"{old} has become nothing yet."))[old.Result];
        set => (_map[old.Node] ??= new Value[source.Nodes[old.Node].Results.Count])[old.Result] = value;
    }

    /// <summary>Whether a value of the old graph has become something.</summary>
    public bool Knows(Value old) => _map[old.Node] is not null;

    /// <summary>A node on its new operands; the same object where these have not moved.</summary>
    public Node Mapped(int index)
    {
        Node node = source.Nodes[index];
        for (int i = 0; i < node.Operands.Count; i++)
        {
            if (this[node.Operands[i]] != node.Operands[i])
                return node with { Operands = node.Operands.Select(o => this[o]).ToEquatableArray() };
        }

        return node;
    }

    /// <summary>Adds a node as it is, on its new operands. Its types are inferred anew where an operand has become one of another type.</summary>
    public Value Copy(int index)
    {
        Node mapped = Mapped(index);
        Value added = HasTypesOf(source.Nodes[index].Operands, mapped.Operands) ? Builder.AddTyped(mapped) : Builder.Add(mapped);
        Become(index, added);
        return added;
    }

    /// <summary>Adds a node as it is, on its new operands, and infers its types whatever they were.</summary>
    public void CopyInferred(int index) => Become(index, Builder.Add(Mapped(index)));

    /// <summary>Adds a node that takes the place of an old one, and has results of the same types.</summary>
    public void Put(int index, Node node) => Become(index, Builder.AddTyped(node));

    /// <summary>The new graph, with the old one's outputs.</summary>
    public Graph Finish()
    {
        foreach (GraphOutput output in source.Outputs)
            Builder.Output(output.Name, this[output.Value]);
        return Builder.Build();
    }

    private void Become(int index, Value added)
    {
        for (int r = 0; r < source.Nodes[index].Results.Count; r++)
            this[new Value(index, r)] = added with { Result = r };
    }

    private bool HasTypesOf(EquatableArray<Value> old, EquatableArray<Value> mapped)
    {
        for (int i = 0; i < old.Count; i++)
        {
            if (!source.TypeOf(old[i]).Equals(Builder.TypeOf(mapped[i])))
                return false;
        }

        return true;
    }
}
