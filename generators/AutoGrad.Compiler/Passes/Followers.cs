using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Which nodes come after which: those that read one, and those with a length that a while loop counts, which wait for the loop even where they
/// read none of its results.
/// </summary>
internal sealed class Followers
{
    private readonly Graph _graph;
    private readonly List<int>[] _consumers;
    private readonly Dictionary<string, int> _counters;
    private readonly Dictionary<int, List<int>> _counted = [];

    public Followers(Graph graph)
    {
        _graph = graph;
        _consumers = [.. graph.Nodes.Select(_ => new List<int>())];
        _counters = graph.Find("while").ToDictionary(i => graph.Nodes[i].Text("symbol"));
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (Value operand in graph.Nodes[i].Operands)
            {
                List<int> consumers = _consumers[operand.Node];
                if (consumers.Count == 0 || consumers[consumers.Count - 1] != i)
                    consumers.Add(i);
            }

            foreach (int counter in CountersOf(i))
            {
                if (!_counted.TryGetValue(counter, out List<int>? counted))
                    _counted.Add(counter, counted = []);
                counted.Add(i);
            }
        }
    }

    /// <summary>The nodes that read a node.</summary>
    public IReadOnlyList<int> ConsumersOf(int node) => _consumers[node];

    /// <summary>The nodes with a length that a while loop counts.</summary>
    public IReadOnlyList<int> CountedBy(int node) => _counted.TryGetValue(node, out List<int>? counted) ? counted : [];

    /// <summary>The while loops that count a length which a node has.</summary>
    public IEnumerable<int> CountersOf(int node)
        => _counters.Count == 0 ? [] : _graph.Nodes[node].Symbols.Where(_counters.ContainsKey).Select(s => _counters[s]).Where(w => w != node);
}
