using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// What is known of a value: its field, null where it is not known; the parameters that it is computed from alone, null where it depends on
/// data or on no parameter; whether it depends on data; and whether gradients flow through it.
/// </summary>
internal sealed record ValueFlow(Field? Field, IReadOnlyList<string>? Weights, bool IsData, bool IsActive)
{
    /// <summary>Whether the parameter lies transposed.</summary>
    public bool IsTransposed { get; init; }
}

/// <summary>What all graphs of one analysis share.</summary>
internal sealed class FlowScope(FieldSpace space, IReadOnlyDictionary<string, ParameterDeclaration> parameters)
{
    private readonly Dictionary<string, bool> _orientations = new(StringComparer.Ordinal);

    public FieldSpace Space { get; } = space;

    /// <summary>The first values of a parameter.</summary>
    public Field? Parameter(string name)
        => parameters.TryGetValue(name, out ParameterDeclaration? p) && InitialValues.Of(p) is var (mean, variance) ? Space.Normal(mean, variance) : null;

    /// <summary>
    /// Whether a weight is used in one orientation only. A product with W and then with its transpose is no product with two independent
    /// matrices.
    /// </summary>
    public bool IsConsistent(IEnumerable<string> weights, bool isTransposed)
    {
        bool isConsistent = true;
        foreach (string weight in weights)
        {
            if (!_orientations.ContainsKey(weight))
                _orientations[weight] = isTransposed;
            isConsistent &= _orientations[weight] == isTransposed;
        }

        return isConsistent;
    }
}

/// <summary>Carries fields forward through a graph or a region.</summary>
internal sealed class ForwardFlow
{
    private readonly FlowScope _scope;
    private readonly Dictionary<Value, ValueFlow> _values = [];

    /// <param name="scope">What all graphs of the analysis share.</param>
    /// <param name="graph">The graph or region.</param>
    /// <param name="inputs">What is known of its inputs; null: they are data, tensors of standard normal numbers.</param>
    public ForwardFlow(FlowScope scope, Graph graph, IReadOnlyList<ValueFlow>? inputs)
    {
        _scope = scope;
        Graph = graph;
        EquatableArray<Value> all = graph.Inputs;
        HashSet<Value> active = Activity.Of(graph, inputs is null ? graph.Find("parameter").Select(i => new Value(i)) : all.Where((_, i) => inputs[i].IsActive));
        int input = 0;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            IReadOnlyList<ValueFlow> results = node.Op == "input" ? [inputs is null ? Data(node) : inputs[input++]] : Results(i, node);
            for (int r = 0; r < results.Count; r++)
                _values[new Value(i, r)] = results[r] with { IsActive = active.Contains(new Value(i, r)) };
        }
    }

    /// <summary>The graph.</summary>
    public Graph Graph { get; }

    /// <summary>What all graphs of the analysis share.</summary>
    public FlowScope Scope => _scope;

    /// <summary>The loops, by position.</summary>
    public Dictionary<int, LoopFlow> Loops { get; } = [];

    /// <summary>What is known of a value.</summary>
    public ValueFlow this[Value value] => _values[value];

    /// <summary>The products of data with weights, by position, and the weights' names.</summary>
    public IEnumerable<(int Node, IReadOnlyList<string> Weights)> Layers
        => from i in Graph.Find("matmul")
           let operands = Graph.Nodes[i].Operands.Select(o => this[o]).ToArray()
           where operands.Any(o => o.IsData) && this[new Value(i)].IsActive
           from weight in operands
           where weight.Weights is not null
           select (i, weight.Weights);

    private ValueFlow Data(Node input)
    {
        bool isTensor = input.Type is { IsDifferentiable: true, IsScalar: false };
        return new(isTensor ? _scope.Space.Normal(0, 1) : null, null, IsData: true, IsActive: false);
    }

    private IReadOnlyList<ValueFlow> Results(int index, Node node)
    {
        ValueFlow[] operands = [.. node.Operands.Select(o => _values[o])];
        if (node.Op == "parameter")
            return [new(_scope.Parameter(node.Text("name")), [node.Text("name")], IsData: false, IsActive: true)];
        bool isData = operands.Length > 0 ? operands.Any(o => o.IsData) : node.Op is not ("constant" or "dimension");
        string[] names = isData ? [] : [.. operands.SelectMany(o => o.Weights ?? []).Distinct()];
        IReadOnlyList<string>? weights = names.Length > 0 ? names : null;
        if (node.Op == "loop")
        {
            Loops[index] = new LoopFlow(_scope, node, operands);
            return [.. Loops[index].Results.Select(f => new ValueFlow(f, weights, isData, false))];
        }

        Field? field = node.Op == "matmul" && !IsLayer(node, operands) ? null
            : ForwardRules.Of(_scope.Space, node, [.. node.Operands.Select(Graph.TypeOf)], [.. operands.Select(o => o.Field)]);
        // The second result of an operation is the work of its derivative; no forward pass has it.
        ValueFlow first = new(field, weights, isData, false) { IsTransposed = (operands.Length > 0 && operands[0].IsTransposed) != (node.Op == "transpose") };
        return [first, .. node.Results.Skip(1).Select(_ => new ValueFlow(null, null, isData, false))];
    }

    // A product of data with a matrix whose elements are independent and have mean 0, or of data with data.
    private bool IsLayer(Node node, ValueFlow[] operands)
    {
        for (int i = 0; i < 2; i++)
        {
            if (operands[i] is not { Weights: { } names, Field: { } field })
                continue;
            bool isTransposed = operands[i].IsTransposed != node.Flag(i == 0 ? "transposeA" : "transposeB") != (i == 0);
            if (field.Mean != 0 || !_scope.IsConsistent(names, isTransposed))
                return false;
        }

        return true;
    }
}
