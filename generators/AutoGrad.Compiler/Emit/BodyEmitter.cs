using System.Globalization;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Writes the statements that compute a graph of kernels: locals for the workspace's buffers, one call a kernel, scalars as C# expressions.
/// The structs of the kernels are collected, to be written behind the class.
/// </summary>
internal sealed partial class BodyEmitter
{
    private readonly Graph _graph;
    private readonly ElementType _element;
    private readonly Names _names;
    private readonly Names _types;
    private readonly SourceWriter _writer;
    private readonly Dictionary<Value, string> _storage = [];
    private readonly Dictionary<Value, Term> _scalars = [];
    private readonly List<Action<SourceWriter>> _kernels;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Dictionary<(double, ElementType), string> _numbers;
    private readonly Dictionary<int, BodyEmitter[]> _regions = [];
    private readonly List<string> _closing = [];
    private readonly Dictionary<Value, List<int>> _readers = [];

    // Whether this is what one side of a choice computes.
    private bool _isBranch;

    // Lengths that while loops count: what has one is given memory where it is computed.
    private readonly HashSet<string> _late;
    private readonly string _method;

    /// <param name="graph">The graph of kernels.</param>
    /// <param name="element">The element type of all memory.</param>
    /// <param name="names">The identifiers of the method.</param>
    /// <param name="types">The identifiers of the file's types.</param>
    /// <param name="writer">Where to write.</param>
    /// <param name="settings">The locals of the object's settings, by name.</param>
    public BodyEmitter(Graph graph, ElementType element, Names names, Names types, SourceWriter writer, IReadOnlyDictionary<string, string>? settings = null)
        : this(graph, element, names, types, writer, settings ?? new Dictionary<string, string>(), [], [], [.. CountsOf(graph)], graph.Name)
    {
    }

    private BodyEmitter(
        Graph graph, ElementType element, Names names, Names types, SourceWriter writer, IReadOnlyDictionary<string, string> settings,
        Dictionary<(double, ElementType), string> numbers, List<Action<SourceWriter>> kernels, HashSet<string> late, string method)
    {
        _method = method;
        _late = late;
        _kernels = kernels;
        _settings = settings;
        _numbers = numbers;
        _graph = graph;
        _element = element;
        _names = names;
        _types = types;
        _writer = writer;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (Value operand in graph.Nodes[i].Operands)
            {
                if (!_readers.TryGetValue(operand, out List<int>? readers))
                    _readers.Add(operand, readers = []);
                readers.Add(i);
            }

            if (OpTable.Get(graph.Nodes[i].Op) is ControlFlowOp)
                _regions[i] = [.. graph.Nodes[i].Regions.Select(r => new BodyEmitter(r, element, names, types, writer, settings, numbers, kernels, late, method) { _isBranch = graph.Nodes[i].Op == "cond" })];
        }
    }

    /// <summary>The structs of the kernels.</summary>
    public IReadOnlyList<Action<SourceWriter>> Kernels => _kernels;

    private string Type => CSharp.Type(_element);

    /// <summary>Says where an input, a parameter or an output lies: a local of type <c>ref T</c> or <c>ref readonly T</c>.</summary>
    public void Place(Value value, string local) => _storage[value] = local;

    /// <summary>Says what a scalar input is.</summary>
    public void PlaceScalar(Value value, string local) => _scalars[value] = Term.Primary(local);

    /// <summary>The local or expression of an output that is a number.</summary>
    public string Scalar(Value value) => ScalarTerm(value).Text;

    /// <summary>The local of a value in memory.</summary>
    public string Storage(Value value) => _storage[PlanBuffers.Root(_graph, value)];

    /// <summary>Whether a value lies in memory given by <see cref="Place"/> or in the workspace.</summary>
    public bool IsPlaced(Value value) => _storage.ContainsKey(value);

    /// <summary>Whether anything has to be kept in memory other than what is placed.</summary>
    public bool HasBuffers
    {
        get
        {
            ChooseMemory();
            return Planned().Any();
        }
    }

    /// <summary>Writes the locals of the workspace's buffers, those of regions included: one block for each element type.</summary>
    public void WriteBuffers(string workspace)
    {
        ChooseMemory();
        WriteWindowChecks();
        foreach (IGrouping<string, PlannedBuffer> block in Planned().GroupBy(b => b.Type).OrderBy(g => g.Key == Type ? 0 : 1))
            WriteBlock(workspace, block.Key, [.. block]);
    }

    /// <summary>Writes the statements of all nodes.</summary>
    public void WriteNodes()
    {
        int sums = MostSums(_graph);
        if (sums > 0)
            _writer.WriteLine($"Span<double> sums = stackalloc double[{sums.ToString(CultureInfo.InvariantCulture)}];\n");
        NameNumbers();
        WriteStatements();
    }

    /// <summary>Writes what gives memory back that the statements took.</summary>
    public void WriteClosing()
    {
        foreach (string line in _closing)
            _writer.WriteLine(line);
    }

    private void WriteStatements()
    {
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            Node node = _graph.Nodes[i];
            foreach (string check in HasLateSymbols(node) ? WindowChecks(node) : [])
                WriteLine(check);
            WriteLateBuffers(i, node);
            Checks?.Enter(_graph, i);
            if (node.Op == "fused")
                WriteKernel(i, node);
            else if (_regions.ContainsKey(i))
                WriteControlFlow(i, node);
            else if (node.Type.IsScalar && (OpTable.IsElementwise(node.Op) || node.Op == "convert"))
                WriteScalar(i, node);
            else
                WriteCall(i, node);
            WriteCheck(i, node);
        }
    }

    private static IEnumerable<string> CountsOf(Graph graph)
        => graph.Nodes.SelectMany(n => n.Regions.SelectMany(CountsOf).Concat(n.Op == "while" ? [n.Text("symbol")] : []));

    private void WriteLateBuffers(int index, Node node)
    {
        for (int r = 0; r < node.Results.Count; r++)
        {
            var value = new Value(index, r);
            if (!NeedsBuffer(value) || !IsLate(value))
                continue;
            string tape = _names.Unique(NameOf(value) + "Tape"), local = _names.Unique(NameOf(value));
            _writer.WriteLine($"var {tape} = Tape<{TypeOf(value)}>.Rent({CSharp.Quote(_method)});");
            _writer.WriteLine($"ref {TypeOf(value)} {local} = ref {tape}.Append({CSharp.Expression(_graph.TypeOf(value).Shape.Count)});");
            _closing.Add($"Tape<{TypeOf(value)}>.Return({tape});");
            _storage[value] = local;
        }
    }

    private bool HasLateSymbols(Node node) => _late.Count > 0 && node.Symbols.Any(_late.Contains);

    private bool IsLate(Value value) => _late.Count > 0 && _graph.TypeOf(value).Shape.Dims.SelectMany(d => d.Symbols).Any(_late.Contains);

    // A sum that keeps axes of length 1 only is one of them, so the results' types do not tell.
    private static int MostSums(Graph graph)
        => graph.Nodes.Select(n => n.Op == "fused" ? KernelPlan.TotalsOf(n) : n.Regions.Select(MostSums).DefaultIfEmpty(0).Max()).DefaultIfEmpty(0).Max();

    // First the slots whose sizes are multiples of a cache line, at offsets from the block; then each behind the one before it.
    private void WriteBlock(string workspace, string type, List<PlannedBuffer> buffers)
    {
        _writer.WriteLine("// One block of memory; a buffer is used again when its value is no longer read.");
        PlannedBuffer[] slots = [.. buffers.GroupBy(b => (b.Owner, b.Buffer.Slot)).Select(g => g.First()).OrderBy(b => AlignedSize(b) is null)];
        string block = _names.Unique("buffers");
        Dim aligned = slots.Aggregate((Dim)0, (sum, slot) => sum + (AlignedSize(slot) ?? 0));
        IEnumerable<string> others = slots.Where(s => AlignedSize(s) is null).GroupBy(Size).Select(g => g.Count() == 1 ? g.Key : $"{g.Count().ToString(CultureInfo.InvariantCulture)} * {g.Key}");
        string length = string.Join(" + ", aligned.Is(0) ? others : others.Prepend(CSharp.Expression(aligned)));
        string[] counts = [.. buffers.Where(b => b.Owner.IsStack(b.Buffer.Value)).Select(b => b.Owner._graph.Nodes[b.Buffer.Value.Node].Dim("count")).Where(d => d.Constant is null).Select(CSharp.Expression).Distinct()];
        string loops = counts.Length == 0 ? "" : $", {counts.Aggregate((a, b) => $"nint.Max({a}, {b})")}, {CSharp.Quote(_method)}";
        _writer.WriteLine($"ref {type} {block} = ref {workspace}.Reserve<{type}>({(length.Length == 0 ? "0" : length)}{loops});");

        var places = new Dictionary<(BodyEmitter, int), string>();
        string last = block, step = CSharp.Expression(aligned);
        Dim offset = 0;
        foreach (PlannedBuffer slot in slots)
        {
            string local = places[(slot.Owner, slot.Buffer.Slot)] = _names.Unique(slot.Owner.NameOf(slot.Buffer.Value));
            if (AlignedSize(slot) is { } size)
            {
                WriteReference(local, block, CSharp.Expression(offset));
                offset += size;
            }
            else
            {
                WriteReference(local, last, step);
                (last, step) = (local, Size(slot));
            }

            slot.Owner._storage[slot.Buffer.Value] = local;
        }

        foreach (PlannedBuffer buffer in buffers.Where(b => !b.Owner._storage.ContainsKey(b.Buffer.Value)))
        {
            string local = _names.Unique(buffer.Owner.NameOf(buffer.Buffer.Value));
            WriteReference(local, places[(buffer.Owner, buffer.Buffer.Slot)], "0");
            buffer.Owner._storage[buffer.Buffer.Value] = local;
        }

        _writer.WriteLine();

        void WriteReference(string local, string from, string distance)
            => _writer.WriteLine(distance == "0" ? $"ref {type} {local} = ref {from};" : $"ref {type} {local} = ref Unsafe.Add(ref {from}, {distance});");
    }

    private static Dim? AlignedSize(PlannedBuffer buffer)
        => buffer.Buffer.Count.Constant is { } constant ? (constant + 15) / 16 * 16 : buffer.Buffer.Count.DivideExactly(16) is null ? null : buffer.Buffer.Count;

    private static string Size(PlannedBuffer buffer) => $"Workspace.Align({CSharp.Expression(buffer.Buffer.Count)})";

    // Slots of different element types, or of different regions, are never the same.
    private IEnumerable<PlannedBuffer> Planned()
    {
        foreach (IGrouping<string, Value> type in _graph.Nodes.SelectMany((n, i) => n.Results.Select((_, r) => new Value(i, r))).Where(v => NeedsBuffer(v) && !IsLate(v)).GroupBy(TypeOf))
        {
            foreach (Passes.Buffer buffer in PlanBuffers.Run(_graph, v => !NeedsBuffer(v) || IsLate(v) || TypeOf(v) != type.Key, CountOf))
                yield return new PlannedBuffer(this, buffer, type.Key);
        }

        foreach (PlannedBuffer buffer in _regions.Values.SelectMany(r => r).SelectMany(r => r.Planned()))
            yield return buffer;
    }

    // Masks are numbers in kernels; only what loops stack of scalars has a type of its own.
    private string TypeOf(Value value)
        => _graph.TypeOf(value).Element is ElementType.I32 ? "int"
            : _graph.TypeOf(value) is { Element: ElementType.Bool, Shape.Rank: 1 } && _regions.ContainsKey(value.Node) ? "bool"
            : Type;

    private sealed record PlannedBuffer(BodyEmitter Owner, Passes.Buffer Buffer, string Type);

    private bool NeedsBuffer(Value value)
    {
        Node node = _graph.Nodes[value.Node];
        TensorType type = _graph.TypeOf(value);
        bool isView = PlanBuffers.Root(_graph, value) != value;
        // The gradient beside a loss, and the places beside what is largest, are not computed where nothing reads them.
        bool isUnread = node.Op is "softmax_cross_entropy" or "max_pool2d" && value.Result == 1 && !IsRead(value);
        // What a while loop stacks grows with it.
        bool isTape = node.Op == "while" && value.Result >= Activity.CarriedCount(node);
        return !type.IsScalar && !isView && !isUnread && !isTape && !IsInLoop(value) && !IsStart(value) && !IsPart(value) && node.Op is not ("input" or "parameter") && !_storage.ContainsKey(value);
    }

    // What each iteration of a counted loop leaves behind.
    private bool IsStack(Value value) => _graph.Nodes[value.Node] is { Op: "loop" } loop && value.Result >= Activity.CarriedCount(loop);

    private bool IsRead(Value value) => _readers.ContainsKey(value) || _graph.Outputs.Any(o => o.Value == value);

    private string NameOf(Value value)
    {
        Node node = _graph.Nodes[value.Node];
        if (node.Op == "fused")
        {
            GraphOutput output = node.Regions[0].Outputs[value.Result];
            Node inner = node.Regions[0].Nodes[output.Value.Node];
            return Names.Camel(inner.Origin.Name ?? OpNames.Noun(inner.Op));
        }

        // The second result of a loss is the gradient of its first operand.
        if (node.Op == "softmax_cross_entropy" && value.Result == 1)
            return "d" + Names.Pascal(NameOf(node.Operands[0]));
        if (node.Op == "max_pool2d" && value.Result == 1)
            return NameOf(value with { Result = 0 }) + "Places";
        if (Residuals.NameOf(node.Op, value.Result) is { } residual)
            return residual;
        // What control flow gives is called after the variables that it assigns.
        if (OpTable.Get(node.Op) is ControlFlowOp && node.Regions[node.Regions.Count - 1].Outputs[value.Result].Name is var variable)
            return Names.Camel(variable.Split('.')[0]);
        return Names.Camel(node.Origin.Name ?? OpNames.Noun(node.Op));
    }
}
