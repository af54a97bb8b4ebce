using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// What kernels compute again rather than read. A value that an operation or two give from what its readers read anyway is not worth its
/// place in memory, the store that fills it and the loads that follow: each kernel that needs it computes it, and nobody stores it.
/// </summary>
internal sealed class Recompute
{
    // A load costs about as much as two of the operations that take an instruction or two.
    private const int MostOperations = 2;

    private static readonly HashSet<string> s_cheap =
    [
        "negate", "add", "subtract", "multiply", "abs", "relu", "maximum", "minimum", "select",
        "greater", "greater_equal", "less", "less_equal", "equal", "not_equal", "and", "or", "not",
    ];

    private readonly Graph _graph;
    private readonly FusionGroups _groups;
    private readonly Dictionary<int, HashSet<int>> _again = [];
    private readonly Dictionary<int, HashSet<Value>> _reads = [];

    private Recompute(Graph graph, FusionGroups groups)
    {
        _graph = graph;
        _groups = groups;
    }

    /// <summary>For each group, the nodes of others that it computes again.</summary>
    public static IReadOnlyDictionary<int, HashSet<int>> Run(Graph graph, FusionGroups groups)
    {
        var recompute = new Recompute(graph, groups);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            if (recompute.IsCheap(i) && !groups.IsOutput(i))
                recompute.TryInReaders(i);
        }

        return recompute._again;
    }

    // All readers in other groups compute it again, or none does: then it is in memory for all.
    private void TryInReaders(int node)
    {
        var plans = new Dictionary<int, List<int>>();
        int loads = 0;
        foreach (int consumer in _groups.ConsumersOf(node))
        {
            int reader = _groups.GroupOf(consumer);
            if (reader == _groups.GroupOf(node))
                continue;
            if (!ReadsElements(consumer))
                return;
            if (plans.ContainsKey(reader))
                continue;
            List<int> plan = [];
            HashSet<Value> loaded = [];
            if (!TryPlan(node, reader, plan, loaded) || !_groups.IsOneSpace([.. _groups.Members(reader), .. Again(reader), .. plan]))
                return;
            plans[reader] = plan;
            loads += loaded.Count;
        }

        // One load each is saved, and the store.
        if (loads > plans.Count)
            return;
        foreach (KeyValuePair<int, List<int>> plan in plans)
        {
            Again(plan.Key).UnionWith(plan.Value);
            Reads(plan.Key).UnionWith(plan.Value.SelectMany(n => _graph.Nodes[n].Operands));
        }
    }

    // Adds what a reader has to compute to have a value, and what it has to load for that.
    private bool TryPlan(int node, int reader, List<int> plan, HashSet<Value> loaded)
    {
        if (plan.Contains(node) || Again(reader).Contains(node))
            return true;
        if (!IsCheap(node) || plan.Count == MostOperations)
            return false;
        plan.Add(node);
        foreach (Value operand in _graph.Nodes[node].Operands)
        {
            if (IsNumber(operand) || Reads(reader).Contains(operand))
                continue;
            if (IsInMemory(operand))
                loaded.Add(operand);
            else if (!TryPlan(operand.Node, reader, plan, loaded))
                return false;
        }

        return true;
    }

    private bool IsCheap(int node) => s_cheap.Contains(_graph.Nodes[node].Op) && !_graph.Nodes[node].Type.IsScalar;

    // Not as a product does, or a library's kernel.
    private bool ReadsElements(int consumer)
        => _groups.IsKernel(_groups.Members(_groups.GroupOf(consumer))) && (OpTable.IsElementwise(_graph.Nodes[consumer].Op) || _groups.IsReduction(consumer));

    private bool IsNumber(Value value)
        => _graph.Nodes[value.Node] is { Op: "broadcast" } broadcast && _groups.IsAbsorbed(value.Node) && _graph.TypeOf(broadcast.Operands[0]).IsScalar;

    private bool IsInMemory(Value value)
    {
        if (_groups.IsAbsorbed(value.Node))
            return IsInMemory(_graph.Nodes[value.Node].Operands[0]);
        int group = _groups.GroupOf(value.Node);
        return !_groups.IsKernel(_groups.Members(group)) || _groups.IsOutput(value.Node)
            || _groups.ConsumersOf(value.Node).Any(c => _groups.GroupOf(c) is var g && g != group && !Again(g).Contains(value.Node));
    }

    private HashSet<int> Again(int group) => _again.TryGetValue(group, out HashSet<int>? again) ? again : _again[group] = [];

    // What a group's own nodes and those that it computes again read element by element.
    private HashSet<Value> Reads(int group)
        => _reads.TryGetValue(group, out HashSet<Value>? reads) ? reads
            : _reads[group] = [.. _groups.Members(group).Where(m => !_groups.IsProduct(m)).SelectMany(m => _graph.Nodes[m].Operands)];
}
