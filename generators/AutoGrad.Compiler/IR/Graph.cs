namespace AutoGrad.Compiler.IR;

/// <summary>A result of a graph, by name.</summary>
public sealed record GraphOutput(string Name, Value Value);

/// <summary>
/// A straight list of nodes in order of computation; control flow is structured, as regions of nodes. Invariants, checked by
/// <see cref="GraphVerifier"/>: operands come before their use; types are those that the operations infer; outputs exist. If equality of
/// graphs broke, the generator would run again on every key stroke.
/// </summary>
public sealed record Graph(string Name, EquatableArray<Node> Nodes, EquatableArray<GraphOutput> Outputs)
{
    /// <summary>The type of a value.</summary>
    public TensorType TypeOf(Value value) => Nodes[value.Node].Results[value.Result];

    /// <summary>The value of an output, or null where there is none of that name.</summary>
    public Value? Output(string name) => Outputs.FirstOrDefault(o => o.Name == name)?.Value;

    /// <summary>Whether a node has an operation; regions are not looked into.</summary>
    public bool Has(string op)
    {
        foreach (Node node in Nodes)
        {
            if (node.Op == op)
                return true;
        }

        return false;
    }

    /// <summary>The positions of nodes with an operation.</summary>
    public IEnumerable<int> Find(string op) => Enumerable.Range(0, Nodes.Count).Where(i => Nodes[i].Op == op);

    /// <summary>The values of all inputs, in order.</summary>
    public EquatableArray<Value> Inputs => Find("input").Select(i => new Value(i)).ToEquatableArray();

    /// <summary>The graph as text.</summary>
    public override string ToString() => GraphPrinter.Print(this);
}
