using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Which nodes are computed in one kernel. Starts with one group a node and merges; every merge keeps the groups acyclic, of one iteration
/// space, and with at most one product.
/// </summary>
internal sealed class FusionGroups
{
    // Larger kernels spend the JIT's inlining budget and spill registers.
    private const int LargestGroup = 48;

    private readonly Graph _graph;
    private readonly int[] _group;
    private readonly Dictionary<int, List<int>> _members = [];
    private readonly Followers _followers;
    private readonly HashSet<int> _materialized = [];
    private readonly HashSet<Value> _outputs;
    private readonly bool?[] _isFusable;
    private readonly bool?[] _isUniform;

    // Of the searches for detours: the last one that has seen each group, and what is still to be followed.
    private readonly int[] _seenIn;
    private readonly Stack<int> _waiting = new();
    private int _searches;

    public FusionGroups(Graph graph)
    {
        _graph = graph;
        _outputs = [.. graph.Outputs.Select(o => o.Value)];
        _isFusable = new bool?[graph.Nodes.Count];
        _isUniform = new bool?[graph.Nodes.Count];
        _seenIn = new int[graph.Nodes.Count];
        _group = [.. Enumerable.Range(0, graph.Nodes.Count)];
        _followers = new Followers(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            _members[i] = [i];
            Absorb(i);
        }
    }

    public int GroupOf(int node) => _group[node];

    public IReadOnlyList<int> Members(int group) => _members[group];

    /// <summary>Whether a node is part of kernels at all, and not computed by one of the run-time library's.</summary>
    public bool IsFusable(int node) => _isFusable[node] ??= FindFusable(node);

    /// <summary>The nodes that read a node.</summary>
    public IReadOnlyList<int> ConsumersOf(int node) => _followers.ConsumersOf(node);

    /// <summary>The while loops that count a length which a node has.</summary>
    public IEnumerable<int> CountersOf(int node) => _followers.CountersOf(node);

    /// <summary>Whether nodes become a kernel, and are not left to the run-time library.</summary>
    public bool IsKernel(IReadOnlyList<int> members)
        => IsFusable(members[0]) && !(members.Count == 1 && (IsProduct(members[0]) || IsJoin(members[0]) || IsExtremum(members[0])));

    /// <summary>Whether nodes of one shape run over one matrix.</summary>
    public bool IsOneSpace(IReadOnlyCollection<int> members) => members.All(IsUniform) || SpaceOf(members) is not null;

    private bool FindFusable(int node)
    {
        Node n = _graph.Nodes[node];
        return OpTable.IsElementwise(n.Op) ? !n.Type.IsScalar
            : n.Op is "matmul" ? n.Type.Shape.Rank == 2
            : IsJoin(node) ? SpaceOf([node]) is not null
            : n.Op is "reduce_sum" or "sum_of_squares" or "reduce_max" && !_graph.TypeOf(n.Operands[0]).IsScalar && SpaceOf([node]) is not null;
    }

    /// <summary>
    /// Whether a broadcast is read in its repeated form, or a slice where it lies, by the kernels that use it, rather than written to memory.
    /// </summary>
    public bool IsAbsorbed(int node) => (_graph.Nodes[node].Op == "broadcast" || ViewOf(node) is not null) && !_materialized.Contains(node);

    /// <summary>Whether a node joins tensors that the kernel writes into their places.</summary>
    public bool IsJoin(int node) => JoinOf(node) is not null;

    public bool IsProduct(int node) => _graph.Nodes[node].Op == "matmul";

    public bool IsReduction(int node) => OpTable.Get(_graph.Nodes[node].Op) is ReduceOp;

    /// <summary>Whether a node is the largest element over rows, which a kernel keeps for each column as it does sums; alone it is the run-time library's.</summary>
    public bool IsExtremum(int node) => _graph.Nodes[node].Op == "reduce_max";

    /// <summary>A producer whose consumers are all in one group joins it: its value never goes to memory.</summary>
    public void SinkProducers()
    {
        for (int i = _graph.Nodes.Count - 1; i >= 0; i--)
        {
            if (IsOutput(i) || ConsumersOf(i).Count == 0)
                continue;
            int target = _group[ConsumersOf(i)[0]];
            if (ConsumersOf(i).All(c => _group[c] == target))
                TryMerge(_group[i], target);
        }
    }

    /// <summary>Groups that hand a value to each other become one where nothing between them has to wait for it.</summary>
    public void MergeAlongEdges()
    {
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            foreach (int consumer in ConsumersOf(i))
                TryMerge(_group[i], _group[consumer]);
        }
    }

    /// <summary>Groups that read the same tensor become one: it is read once.</summary>
    public void MergeSiblings()
    {
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            if (_graph.Nodes[i].Type.IsScalar)
                continue;
            int[] readers = [.. ConsumersOf(i).Where(c => !IsProduct(c) && IsFusable(c))];
            for (int r = 1; r < readers.Length; r++)
            {
                for (int first = 0; first < r; first++)
                    TryMerge(_group[readers[first]], _group[readers[r]]);
            }
        }
    }

    /// <summary>The matrix that a set of nodes runs over, or null where it is none.</summary>
    public IterationSpace? SpaceOf(IReadOnlyCollection<int> members)
    {
        Shape shape = ShapeOf(members.First());
        var masks = new List<EquatableArray<long>>();
        var splits = new List<int>();
        foreach (int member in members)
        {
            Node node = _graph.Nodes[member];
            if (ShapeOf(member) != shape)
                return null;
            if (IsReduction(member))
                masks.Add(Enumerable.Range(0, shape.Rank).Select(i => (long)i).Except(node.Integers("axes")).ToEquatableArray());
            if (JoinOf(member) is { } join && join[0].Split is { } at)
                splits.Add(at);
            foreach (Value operand in IsProduct(member) ? [] : node.Operands.Where(o => IsAbsorbed(o.Node)))
            {
                if (ViewOf(operand.Node) is not { } view)
                    masks.Add(_graph.Nodes[operand.Node].Integers("axes"));
                else if (view.Split is { } axis)
                    splits.Add(axis);
            }
        }

        // Whatever else there is has all axes.
        masks.Add(Enumerable.Range(0, shape.Rank).Select(i => (long)i).ToEquatableArray());
        bool isProduct = members.Any(IsProduct);
        IterationSpace? space = IterationSpace.TryCreate(shape, masks, isProduct, splits);
        if (space is null)
            return null;
        Pattern[] sums = [.. members.Where(IsReduction).Select(m => space.PatternOf(KeptAxes(m, shape)))];
        bool rowSums = sums.Contains(Pattern.PerRow), columnSums = sums.Contains(Pattern.PerColumn);
        bool fits = members.Where(IsExtremum).All(m => space.PatternOf(KeptAxes(m, shape)) == Pattern.PerColumn);
        return !fits || (rowSums && (isProduct || columnSums)) || sums.Contains(Pattern.Full) ? null : space;
    }

    private static EquatableArray<long> AxesExcept(Shape shape, EquatableArray<long> axes)
        => Enumerable.Range(0, shape.Rank).Select(i => (long)i).Except(axes).ToEquatableArray();

    private EquatableArray<long> KeptAxes(int reduction, Shape shape) => AxesExcept(shape, _graph.Nodes[reduction].Integers("axes"));

    // Where the broadcasts of one node do not fit one matrix, the ones in the way are written to memory.
    private void Absorb(int node)
    {
        Node n = _graph.Nodes[node];
        if (!OpTable.IsElementwise(n.Op) && !IsReduction(node) && !IsJoin(node))
            return;
        foreach (Value operand in n.Operands)
        {
            if (SpaceOf([node]) is not null)
                return;
            if (IsAbsorbed(operand.Node) && (_graph.Nodes[operand.Node].Op == "slice" || _graph.Nodes[operand.Node].Integers("axes").Count > 0))
                _materialized.Add(operand.Node);
        }
    }

    private StridedView? ViewOf(int node)
        => _graph.Nodes[node] is { Op: "slice" } slice ? StridedView.OfSlice(slice, _graph.TypeOf(slice.Operands[0]).Shape) : null;

    private IReadOnlyList<StridedView>? JoinOf(int node)
        => _graph.Nodes[node] is { Op: "concat" } concat ? StridedView.OfConcat(concat, [.. concat.Operands.Select(o => _graph.TypeOf(o).Shape)]) : null;

    private Shape ShapeOf(int node) => IsReduction(node) || IsJoin(node) ? _graph.TypeOf(_graph.Nodes[node].Operands[0]).Shape : _graph.Nodes[node].Type.Shape;

    /// <summary>Whether a result of a node is one of the graph.</summary>
    public bool IsOutput(int node) => Enumerable.Range(0, _graph.Nodes[node].Results.Count).Any(r => _outputs.Contains(new Value(node, r)));

    private void TryMerge(int a, int b)
    {
        if (a == b || _members[a].Count + _members[b].Count > LargestGroup || !IsFusable(_members[a][0]) || !IsFusable(_members[b][0]) || ShapeOf(_members[a][0]) != ShapeOf(_members[b][0]))
            return;
        if (NeedsWhole(a, b) || NeedsWhole(b, a) || HasDetour(a, b) || HasDetour(b, a))
            return;
        List<int> all = [.. _members[a], .. _members[b]];
        all.Sort();
        if (all.Count(IsProduct) > 1 || !IsOneSpace(all))
            return;
        foreach (int member in _members[b])
            _group[member] = a;
        _members[a] = all;
        _members.Remove(b);
    }

    // Whether all that a node reads and gives has all axes of its shape, or none: any such nodes of one shape run over one matrix.
    private bool IsUniform(int node) => _isUniform[node] ??= FindUniform(node);

    private bool FindUniform(int node)
    {
        if (IsReduction(node) || IsJoin(node))
            return false;
        foreach (Value operand in IsProduct(node) ? [] : _graph.Nodes[node].Operands)
        {
            if (IsAbsorbed(operand.Node) && (_graph.Nodes[operand.Node] is not { Op: "broadcast" } broadcast || broadcast.Integers("axes").Count > 0))
                return false;
        }

        return true;
    }

    // Whether b reads something of a that is complete only when a is: a sum, joined parts, or an operand of its product.
    private bool NeedsWhole(int a, int b)
    {
        foreach (int member in _members[a])
        {
            bool isWhole = IsReduction(member) || IsJoin(member);
            foreach (int consumer in ConsumersOf(member))
            {
                if (_group[consumer] == b && (isWhole || IsProduct(consumer)))
                    return true;
            }
        }

        return false;
    }

    // Whether a path leads from a to b through another group.
    private bool HasDetour(int a, int b)
    {
        int search = ++_searches;
        _seenIn[a] = search;
        _waiting.Clear();
        Follow(a);
        while (_waiting.Count > 0)
        {
            int group = _waiting.Pop();
            if (group == b)
                return true;
            Follow(group);
        }

        return false;

        void Follow(int from)
        {
            foreach (int member in _members[from])
            {
                foreach (int consumer in ConsumersOf(member))
                    Reach(from, _group[consumer]);
                foreach (int counted in _followers.CountedBy(member))
                    Reach(from, _group[counted]);
            }
        }

        void Reach(int from, int next)
        {
            bool isEdge = from == a && next == b;
            if (isEdge || (next != b && _seenIn[next] == search))
                return;
            _seenIn[next] = search;
            _waiting.Push(next);
        }
    }
}
