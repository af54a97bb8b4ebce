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
    private readonly List<Action<SourceWriter>> _kernels = [];

    /// <param name="graph">The graph of kernels.</param>
    /// <param name="element">The element type of all memory.</param>
    /// <param name="names">The identifiers of the method.</param>
    /// <param name="types">The identifiers of the file's types.</param>
    /// <param name="writer">Where to write.</param>
    public BodyEmitter(Graph graph, ElementType element, Names names, Names types, SourceWriter writer)
    {
        _graph = graph;
        _element = element;
        _names = names;
        _types = types;
        _writer = writer;
    }

    /// <summary>The structs of the kernels.</summary>
    public IReadOnlyList<Action<SourceWriter>> Kernels => _kernels;

    private string Type => CSharp.Type(_element);

    /// <summary>Says where an input, a parameter or an output lies: a local of type <c>ref T</c> or <c>ref readonly T</c>.</summary>
    public void Place(Value value, string local) => _storage[value] = local;

    /// <summary>Says what a scalar input is.</summary>
    public void PlaceScalar(Value value, string local) => _scalars[value] = Term.Primary(local);

    /// <summary>The local or expression of an output that is a number.</summary>
    public string Scalar(Value value) => _scalars[value].Text;

    /// <summary>The local of a value in memory.</summary>
    public string Storage(Value value) => _storage[PlanBuffers.Root(_graph, value)];

    /// <summary>Whether a value lies in memory given by <see cref="Place"/> or in the workspace.</summary>
    public bool IsPlaced(Value value) => _storage.ContainsKey(value);

    /// <summary>Writes the locals of the workspace's buffers.</summary>
    public void WriteBuffers(string workspace)
    {
        IReadOnlyList<Passes.Buffer> buffers = PlanBuffers.Run(_graph, v => !NeedsBuffer(v));
        if (buffers.Count == 0)
            return;

        _writer.WriteLine("// One block of memory; a buffer is used again when its value is no longer read.");
        var slots = buffers.GroupBy(b => b.Slot).OrderBy(g => g.Key).ToList();
        string length = "";
        Dim aligned = 0;
        var offsets = new Dictionary<int, string>();
        foreach (var slot in slots)
        {
            offsets[slot.Key] = Join(length, aligned);
            Dim count = slot.First().Count;
            if (count.Constant is { } constant)
                aligned += (constant + 15) / 16 * 16;
            else if (count.DivideExactly(16) is not null)
                aligned += count;
            else
                length += (length.Length > 0 ? " + " : "") + $"Workspace.Align({CSharp.Expression(count)})";
        }

        string block = _names.Unique("buffers");
        _writer.WriteLine($"ref {Type} {block} = ref {workspace}.Reserve<{Type}>({Join(length, aligned)});");
        foreach (Passes.Buffer buffer in buffers)
        {
            string local = _names.Unique(NameOf(buffer.Value));
            string offset = offsets[buffer.Slot];
            _storage[buffer.Value] = local;
            _writer.WriteLine(offset == "0" ? $"ref {Type} {local} = ref {block};" : $"ref {Type} {local} = ref Unsafe.Add(ref {block}, {offset});");
        }

        _writer.WriteLine();
    }

    /// <summary>Writes the statements of all nodes.</summary>
    public void WriteNodes()
    {
        int sums = _graph.Nodes.Where(n => n.Op == "fused").Select(n => n.Results.Count(t => t.IsScalar)).DefaultIfEmpty(0).Max();
        if (sums > 0)
            _writer.WriteLine($"Span<double> sums = stackalloc double[{sums.ToString(CultureInfo.InvariantCulture)}];\n");
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            Node node = _graph.Nodes[i];
            if (node.Op == "fused")
                WriteKernel(i, node);
            else if (node.Type.IsScalar && OpTable.IsElementwise(node.Op))
                WriteScalar(i, node);
            else
                WriteCall(i, node);
        }
    }

    private static string Join(string symbolic, Dim aligned)
        => symbolic.Length == 0 ? CSharp.Expression(aligned) : aligned.Is(0) ? symbolic : $"{CSharp.Expression(aligned)} + {symbolic}";

    private bool NeedsBuffer(Value value)
    {
        Node node = _graph.Nodes[value.Node];
        TensorType type = _graph.TypeOf(value);
        bool isView = PlanBuffers.Root(_graph, value) != value;
        // The gradient beside a loss is not computed where nothing reads it.
        bool isUnread = node.Op == "softmax_cross_entropy" && value.Result == 1 && !IsRead(value);
        return !type.IsScalar && !isView && !isUnread && node.Op is not ("input" or "parameter") && !_storage.ContainsKey(value);
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
        return Names.Camel(node.Origin.Name ?? OpNames.Noun(node.Op));
    }

    private void WriteScalar(int index, Node node)
    {
        var value = new Value(index);
        Term expression = CSharp.Scalar((ElementwiseOp)OpTable.Get(node.Op), [.. node.Operands.Select(ScalarTerm)], _element);
        string local = _names.Unique(NameOf(value));
        _writer.WriteLine($"{CSharp.Type(node.Type.Element)} {local} = {expression.Text};");
        _scalars[value] = Term.Primary(local);
    }

    private Term ScalarTerm(Value value)
    {
        if (_scalars.TryGetValue(value, out Term known))
            return known;
        Node node = _graph.Nodes[value.Node];
        return node.Op switch
        {
            "constant" => Term.Primary(CSharp.Literal(node.Number("value"), _element)),
            "dimension" => new Term($"({Type}){(CSharp.Expression(node.Dim("value")) is var text && text.All(char.IsLetterOrDigit) ? text : $"({text})")}", Binding.Unary),
            _ => throw new InvalidOperationException($"{node.Op} is no number"),
        };
    }
}
