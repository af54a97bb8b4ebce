using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>Adds nodes one after the other, with types inferred; shapes that do not fit throw <see cref="ShapeException"/>.</summary>
public sealed class GraphBuilder(string name)
{
    /// <summary>The name of an output of a choice that the user gave none.</summary>
    public const string ChoiceName = "choice";

    private readonly List<Node> _nodes = [];
    private readonly List<GraphOutput> _outputs = [];

    /// <summary>What nodes that are added now come from.</summary>
    public Origin Origin { get; set; } = Origin.None;

    /// <summary>The number of nodes so far.</summary>
    public int Count => _nodes.Count;

    /// <summary>Whether results were named.</summary>
    internal bool HasOutputs => _outputs.Count > 0;

    /// <summary>The node at a position.</summary>
    public Node this[int index] => _nodes[index];

    /// <summary>The type of a value.</summary>
    public TensorType TypeOf(Value value) => _nodes[value.Node].Results[value.Result];

    /// <summary>The shape of a value.</summary>
    public Shape ShapeOf(Value value) => TypeOf(value).Shape;

    /// <summary>An argument of the graph.</summary>
    public Value Input(string argument, TensorType type) => Leaf("input", type, NodeAttribute.Text("name", argument), argument);

    /// <summary>A trainable parameter of the model.</summary>
    public Value Parameter(string parameter, TensorType type) => Leaf("parameter", type, NodeAttribute.Text("name", parameter), parameter.Replace(".*", "").Replace(".", ""));

    /// <summary>A number of the model's object, which the generated method reads on entry. Regions need not capture it.</summary>
    public Value Setting(string setting, ElementType element) => Leaf("setting", new TensorType(element, Shape.Scalar), NodeAttribute.Text("name", setting), null);

    /// <summary>Whether this is a step of training, which each generated method knows: see <see cref="Passes.FixMode"/>. Regions need not capture it.</summary>
    public Value Training()
    {
        _nodes.Add(new Node("training", [], [], [], [new TensorType(ElementType.Bool, Shape.Scalar)], Origin.None));
        return new Value(_nodes.Count - 1);
    }

    /// <summary>A scalar constant.</summary>
    public Value Constant(double value, ElementType element) => Leaf("constant", new TensorType(element, Shape.Scalar), NodeAttribute.Number("value", value), null);

    /// <summary>A length as a scalar number.</summary>
    public Value Dimension(Dim value, ElementType element)
        => value.Constant is { } constant
            ? Constant(constant, element)
            : Leaf("dimension", new TensorType(element, Shape.Scalar), NodeAttribute.Dims("value", [value]), null);

    /// <summary>Adds a node and returns its first result.</summary>
    public Value Add(string op, ReadOnlySpan<Value> operands, params ReadOnlySpan<NodeAttribute> attributes)
        => Add(new Node(op, EquatableArray.Create(operands), EquatableArray.Create(attributes), [], [], Origin));

    /// <summary>Adds a node whose result types are inferred anew, and returns its first result.</summary>
    public Value Add(Node node)
    {
        EquatableArray<TensorType> types = OpTable.Get(node.Op).Infer(node, node.Operands.Select(TypeOf).ToEquatableArray());
        _nodes.Add(node with { Results = types });
        return new Value(_nodes.Count - 1);
    }

    /// <summary>Adds a node whose result types are known to be right, and returns its first result.</summary>
    internal Value AddTyped(Node node)
    {
        _nodes.Add(node);
        return new Value(_nodes.Count - 1);
    }

    /// <summary>Adds the nodes of another graph, its inputs replaced by <paramref name="arguments"/>; returns its outputs in order.</summary>
    public EquatableArray<Value> Splice(Graph graph, IReadOnlyList<Value> arguments)
    {
        var map = new Dictionary<Value, Value>();
        int input = 0;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            Value added = node.Op == "input"
                ? arguments[input++]
                : Add(node with { Operands = node.Operands.Select(o => map[o]).ToEquatableArray() });
            for (int r = 0; r < node.Results.Count; r++)
                map[new Value(i, r)] = added with { Result = node.Op == "input" ? added.Result : r };
        }

        return graph.Outputs.Select(o => map[o.Value]).ToEquatableArray();
    }

    /// <summary>Gives the node of a value the name of the variable it is assigned to, of the model's own or of a layer's, where it has none.</summary>
    public void Name(Value value, string variable, string? layer = null)
    {
        Node node = _nodes[value.Node];
        // A choice between expressions is called after the variable that it is assigned to.
        if (node.Op == "cond" && node.Regions[0].Outputs[value.Result].Name == ChoiceName)
            _nodes[value.Node] = node with { Regions = node.Regions.Select(r => r with { Outputs = r.Outputs.With(value.Result, r.Outputs[value.Result] with { Name = variable }) }).ToEquatableArray() };
        else if (node.Origin.Name is null)
            _nodes[value.Node] = node with { Origin = node.Origin with { Name = variable, Layer = layer } };
    }

    /// <summary>Names a result of the graph.</summary>
    public void Output(string output, Value value) => _outputs.Add(new GraphOutput(output, value));

    /// <summary>Names a result, with a number where another one has the name: derivatives of derivatives name what they add alike.</summary>
    public void UniqueOutput(string wanted, Value value)
    {
        string output = wanted;
        for (int i = 2; _outputs.Any(o => o.Name == output); i++)
            output = FormattableString.Invariant($"{wanted}{i}");
        Output(output, value);
    }

    /// <summary>The graph so far.</summary>
    public Graph Build() => new(name, _nodes.ToEquatableArray(), _outputs.ToEquatableArray());

    private Value Leaf(string op, TensorType type, NodeAttribute attribute, string? variable)
    {
        _nodes.Add(new Node(op, [], [attribute], [], [type], variable is null ? Origin.None : new Origin(variable)));
        return new Value(_nodes.Count - 1);
    }
}
