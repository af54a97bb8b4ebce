using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Passes;

/// <summary>What each group computes, its own nodes and those of others that it computes again, and which values are stored for others.</summary>
internal sealed class KernelMembers
{
    private readonly Graph _graph;
    private readonly FusionGroups _groups;
    private readonly Dictionary<int, List<int>> _members = [];
    private readonly HashSet<int> _stored;

    public KernelMembers(Graph graph, FusionGroups groups, IReadOnlyDictionary<int, HashSet<int>> again)
    {
        _graph = graph;
        _groups = groups;
        _stored = [.. graph.Outputs.Select(o => o.Value.Node)];
        var readers = new List<int>?[graph.Nodes.Count];
        foreach (KeyValuePair<int, HashSet<int>> other in again)
        {
            foreach (int node in other.Value)
                (readers[node] ??= []).Add(other.Key);
        }

        // From the end: what nobody needs is not computed.
        var needed = new HashSet<(int Node, int Group)>();
        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            int own = groups.GroupOf(i);
            if (_stored.Contains(i) || needed.Contains((i, own)) || !groups.IsKernel(groups.Members(own)))
                Add(i, own);
            foreach (int reader in readers[i] ?? [])
            {
                if (needed.Contains((i, reader)))
                    Add(i, reader);
            }
        }

        foreach (List<int> members in _members.Values)
            members.Reverse();

        void Add(int node, int group)
        {
            if (!_members.TryGetValue(group, out List<int>? members))
                _members[group] = members = [];
            members.Add(node);
            foreach (Value operand in graph.Nodes[node].Operands)
            {
                int source = Source(node, operand).Node;
                bool isOwn = !groups.IsProduct(node) && (groups.GroupOf(source) == group || (again.TryGetValue(group, out HashSet<int>? here) && here.Contains(source)));
                if (isOwn)
                    needed.Add((source, group));
                else
                    _stored.Add(source);
            }
        }
    }

    /// <summary>The groups that compute something.</summary>
    public IEnumerable<int> Groups => _members.Keys;

    /// <summary>What a group computes, in order.</summary>
    public IReadOnlyList<int> Members(int group) => _members[group];

    /// <summary>The values that a kernel computes for others, in order: all of its nodes have one result.</summary>
    public IEnumerable<Value> Results(int group)
        => _members[group].Where(m => _groups.GroupOf(m) == group && _stored.Contains(m)).Select(m => new Value(m));

    /// <summary>Whether a group computes a node.</summary>
    public bool Computes(int group, int node) => _members.TryGetValue(group, out List<int>? members) && members.BinarySearch(node) >= 0;

    /// <summary>What a node reads for an operand: the source of what its kernel repeats itself.</summary>
    public Value Source(int node, Value operand)
        => !_groups.IsProduct(node) && _groups.IsAbsorbed(operand.Node) ? _graph.Nodes[operand.Node].Operands[0] : operand;
}
