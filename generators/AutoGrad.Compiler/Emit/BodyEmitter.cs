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
    private const int LongestInline = 80;

    private readonly Graph _graph;
    private readonly ElementType _element;
    private readonly Names _names;
    private readonly Names _types;
    private readonly SourceWriter _writer;
    private readonly Dictionary<Value, string> _storage = [];
    private readonly Dictionary<Value, Term> _scalars = [];
    private readonly List<Action<SourceWriter>> _kernels;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly Dictionary<int, BodyEmitter[]> _regions = [];
    private readonly List<string> _closing = [];

    /// <param name="graph">The graph of kernels.</param>
    /// <param name="element">The element type of all memory.</param>
    /// <param name="names">The identifiers of the method.</param>
    /// <param name="types">The identifiers of the file's types.</param>
    /// <param name="writer">Where to write.</param>
    /// <param name="settings">The locals of the object's settings, by name.</param>
    public BodyEmitter(Graph graph, ElementType element, Names names, Names types, SourceWriter writer, IReadOnlyDictionary<string, string>? settings = null)
        : this(graph, element, names, types, writer, settings ?? new Dictionary<string, string>(), [])
    {
    }

    private BodyEmitter(Graph graph, ElementType element, Names names, Names types, SourceWriter writer, IReadOnlyDictionary<string, string> settings, List<Action<SourceWriter>> kernels)
    {
        _kernels = kernels;
        _settings = settings;
        _graph = graph;
        _element = element;
        _names = names;
        _types = types;
        _writer = writer;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            if (OpTable.Get(graph.Nodes[i].Op) is ControlFlowOp)
                _regions[i] = [.. graph.Nodes[i].Regions.Select(r => new BodyEmitter(r, element, names, types, writer, settings, kernels))];
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
        foreach (IGrouping<string, PlannedBuffer> block in Planned().GroupBy(b => b.Type).OrderBy(g => g.Key == Type ? 0 : 1))
            WriteBlock(workspace, block.Key, [.. block]);
    }

    /// <summary>Writes the statements of all nodes.</summary>
    public void WriteNodes()
    {
        int sums = MostSums(_graph);
        if (sums > 0)
            _writer.WriteLine($"Span<double> sums = stackalloc double[{sums.ToString(CultureInfo.InvariantCulture)}];\n");
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

    // A sum that keeps axes of length 1 only is one of them, so the results' types do not tell.
    private static int MostSums(Graph graph)
        => graph.Nodes.Select(n => n.Op == "fused" ? KernelPlan.Of(n).Results.Count(r => r.IsTotal) : n.Regions.Select(MostSums).DefaultIfEmpty(0).Max()).DefaultIfEmpty(0).Max();

    private void WriteBlock(string workspace, string type, List<PlannedBuffer> buffers)
    {
        _writer.WriteLine("// One block of memory; a buffer is used again when its value is no longer read.");
        string length = "";
        Dim aligned = 0;
        var offsets = new Dictionary<(BodyEmitter, int), string>();
        foreach (PlannedBuffer slot in buffers.GroupBy(b => (b.Owner, b.Buffer.Slot)).Select(g => g.First()))
        {
            offsets[(slot.Owner, slot.Buffer.Slot)] = Join(length, aligned);
            Dim count = slot.Buffer.Count;
            if (count.Constant is { } constant)
                aligned += (constant + 15) / 16 * 16;
            else if (count.DivideExactly(16) is not null)
                aligned += count;
            else
                length += (length.Length > 0 ? " + " : "") + $"Workspace.Align({CSharp.Expression(count)})";
        }

        string block = _names.Unique("buffers");
        _writer.WriteLine($"ref {type} {block} = ref {workspace}.Reserve<{type}>({Join(length, aligned)});");
        foreach (PlannedBuffer buffer in buffers)
        {
            string local = _names.Unique(buffer.Owner.NameOf(buffer.Buffer.Value));
            string offset = offsets[(buffer.Owner, buffer.Buffer.Slot)];
            buffer.Owner._storage[buffer.Buffer.Value] = local;
            _writer.WriteLine(offset == "0" ? $"ref {type} {local} = ref {block};" : $"ref {type} {local} = ref Unsafe.Add(ref {block}, {offset});");
        }

        _writer.WriteLine();
    }

    // Slots of different element types, or of different regions, are never the same.
    private IEnumerable<PlannedBuffer> Planned()
    {
        foreach (IGrouping<string, Value> type in _graph.Nodes.SelectMany((n, i) => n.Results.Select((_, r) => new Value(i, r))).Where(NeedsBuffer).GroupBy(TypeOf))
        {
            foreach (Passes.Buffer buffer in PlanBuffers.Run(_graph, v => !NeedsBuffer(v) || TypeOf(v) != type.Key, CountOf))
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

    private static string Join(string symbolic, Dim aligned)
        => symbolic.Length == 0 ? CSharp.Expression(aligned) : aligned.Is(0) ? symbolic : $"{CSharp.Expression(aligned)} + {symbolic}";

    private bool NeedsBuffer(Value value)
    {
        Node node = _graph.Nodes[value.Node];
        TensorType type = _graph.TypeOf(value);
        bool isView = PlanBuffers.Root(_graph, value) != value;
        // The gradient beside a loss is not computed where nothing reads it.
        bool isUnread = node.Op == "softmax_cross_entropy" && value.Result == 1 && !IsRead(value);
        // What a while loop stacks grows with it.
        bool isTape = node.Op == "while" && value.Result >= Activity.CarriedCount(node);
        return !type.IsScalar && !isView && !isUnread && !isTape && !IsInLoop(value) && !IsStart(value) && !IsPart(value) && node.Op is not ("input" or "parameter") && !_storage.ContainsKey(value);
    }

    private bool IsRead(Value value) => _graph.Nodes.Any(n => n.Operands.Contains(value)) || _graph.Outputs.Any(o => o.Value == value);

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
        // What control flow gives is called after the variables that it assigns.
        if (OpTable.Get(node.Op) is ControlFlowOp && node.Regions[node.Regions.Count - 1].Outputs[value.Result].Name is var variable)
            return Names.Camel(variable.Split('.')[0]);
        return Names.Camel(node.Origin.Name ?? OpNames.Noun(node.Op));
    }

    private void WriteScalar(int index, Node node)
    {
        var value = new Value(index);
        Term expression = ScalarExpression(node);
        // An expression that is read once, by another expression, is written there.
        if (node.Origin.Name is null && expression.Text.Length < LongestInline && IsReadByOneExpression(value))
        {
            _scalars[value] = expression;
            return;
        }

        string local = _names.Unique(NameOf(value));
        _writer.WriteLine($"{CSharp.Type(node.Type.Element)} {local} = {expression.Text};");
        _scalars[value] = Term.Primary(local);
    }

    private Term ScalarExpression(Node node)
        => node.Op == "convert"
            ? Term.Fill($"({CSharp.Type(node.Type.Element)}){{0}}", Binding.Unary, [ScalarTerm(node.Operands[0])])
            : CSharp.Scalar((ElementwiseOp)OpTable.Get(node.Op), [.. node.Operands.Select(ScalarTerm)], node.Type.Element is ElementType.Bool ? OperandElement(node) : node.Type.Element);

    private ElementType OperandElement(Node node) => _graph.TypeOf(node.Operands[0]).Element;

    private bool IsReadByOneExpression(Value value)
    {
        int reads = 0;
        foreach (Node reader in _graph.Nodes)
        {
            int here = reader.Operands.Count(o => o == value);
            if (here > 0 && !(reader.Type.IsScalar && OpTable.IsElementwise(reader.Op)))
                return false;
            reads += here;
        }

        return reads == 1 && _graph.Outputs.All(o => o.Value != value);
    }

    private Term ScalarTerm(Value value)
    {
        if (_scalars.TryGetValue(value, out Term known))
            return known;
        Node node = _graph.Nodes[value.Node];
        return node.Op switch
        {
            "constant" => Term.Primary(Constant(node)),
            "setting" => Term.Primary(_settings[node.Text("name")]),
            "dimension" => new Term($"({CSharp.Type(node.Type.Element)}){(CSharp.Expression(node.Dim("value")) is var text && text.All(char.IsLetterOrDigit) ? text : $"({text})")}", Binding.Unary),
            _ => throw new InvalidOperationException($"{node.Op} is no number"),
        };
    }

    private static string Constant(Node node) => node.Type.Element switch
    {
        ElementType.Bool => node.Number("value") != 0 ? "true" : "false",
        ElementType.I32 => ((int)node.Number("value")).ToString(CultureInfo.InvariantCulture),
        _ => CSharp.Literal(node.Number("value"), node.Type.Element),
    };
}
