using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Builds a new graph from an old one, node by node; a pass decides what each node becomes.</summary>
internal sealed class GraphRewriter(Graph source)
{
    private static readonly Value s_nothing = new(-1);

    // What the first result of each node has become; few nodes have others.
    private readonly Value[] _first = [.. Enumerable.Repeat(s_nothing, source.Nodes.Count)];
    private readonly Dictionary<Value, Value> _others = [];

    /// <summary>The graph that is being built.</summary>
    public GraphBuilder Builder { get; } = new(source.Name);

    /// <summary>What a value of the old graph has become.</summary>
    public Value this[Value old]
    {
        get
        {
            Value become = Find(old);
            return become != s_nothing ? become : throw new InvalidOperationException($"{old} has become nothing yet.");
        }

        set
        {
            if (old.Result == 0)
                _first[old.Node] = value;
            else
                _others[old] = value;
        }
    }

    /// <summary>Whether a value of the old graph has become something.</summary>
    public bool Knows(Value old) => Find(old) != s_nothing;

    /// <summary>A node on its new operands; the same object where these have not moved.</summary>
    public Node Mapped(int index)
    {
        Node node = source.Nodes[index];
        bool hasMoved = false;
        foreach (Value operand in node.Operands)
            hasMoved |= this[operand] != operand;
        if (!hasMoved)
            return node;
        var operands = new Value[node.Operands.Count];
        for (int i = 0; i < operands.Length; i++)
            operands[i] = this[node.Operands[i]];
        return node with { Operands = new(operands) };
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

    /// <summary>The new graph, with the old one's outputs; the old one itself where nothing has changed, so that the next pass can tell.</summary>
    public Graph Finish()
    {
        if (IsUnchanged())
            return source;
        foreach (GraphOutput output in source.Outputs)
            Builder.Output(output.Name, this[output.Value]);
        return Builder.Build();
    }

    private Value Find(Value old) => old.Result == 0 ? _first[old.Node] : _others.TryGetValue(old, out Value other) ? other : s_nothing;

    private bool IsUnchanged()
    {
        if (Builder.Count != source.Nodes.Count || Builder.HasOutputs)
            return false;
        for (int i = 0; i < Builder.Count; i++)
        {
            if (!ReferenceEquals(Builder[i], source.Nodes[i]))
                return false;
        }

        return source.Outputs.All(o => this[o.Value] == o.Value);
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
