using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>A counted loop by its parts. Operands, and with the index before them the body's inputs, are captured, carried and sliced ones.</summary>
internal sealed class LoopParts(Node node)
{
    /// <summary>The lengths that while loops count, in a graph and its regions: what has one is known when that loop has ended.</summary>
    public static HashSet<string> LateCounts(Graph graph)
        => [.. graph.Nodes.Where(n => n.Op == "while").Select(n => n.Text("symbol")), .. graph.Nodes.SelectMany(n => n.Regions).SelectMany(LateCounts)];

    /// <summary>What an iteration does.</summary>
    public Graph Body { get; } = node.Regions[0];

    /// <summary>The body's inputs: the index, then one for each operand.</summary>
    public EquatableArray<Value> Inputs { get; } = node.Regions[0].Inputs;

    /// <summary>The number of iterations.</summary>
    public Dim Count { get; } = node.Dim("count");

    /// <summary>Whether the number of iterations is known only when a while loop has ended.</summary>
    public bool IsLate(HashSet<string> lateCounts) => Count.Symbols.Any(lateCounts.Contains);

    /// <summary>How many operands stay as they are.</summary>
    public int Captured { get; } = (int)node.Integer("captured");

    /// <summary>How many operands each iteration replaces.</summary>
    public int Carried { get; } = (int)node.Integer("carried");

    /// <summary>The positions of captured operands.</summary>
    public IEnumerable<int> CapturedOperands => Enumerable.Range(0, Captured);

    /// <summary>The positions of sliced operands.</summary>
    public IEnumerable<int> SlicedOperands => Enumerable.Range(Captured + Carried, node.Operands.Count - Captured - Carried);

    /// <summary>Whether the operand at a position is carried.</summary>
    public bool IsCarried(int operand) => operand >= Captured && operand < Captured + Carried;

    /// <summary>The body's input for a carried value.</summary>
    public Value CarriedInput(int carried) => Inputs[1 + Captured + carried];

    /// <summary>The loop with another body, whose types of results are inferred when it is added.</summary>
    public Node With(Graph body, IEnumerable<Value> operands, int captured, int carried)
        => node with
        {
            Operands = operands.ToEquatableArray(),
            Attributes = node.Attributes.Select(a => a.Key switch
            {
                "captured" => NodeAttribute.Integers("captured", [captured]),
                "carried" => NodeAttribute.Integers("carried", [carried]),
                _ => a,
            }).ToEquatableArray(),
            Regions = [body],
            Results = [],
        };
}
