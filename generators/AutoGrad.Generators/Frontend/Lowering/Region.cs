using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>A value of an enclosing region, as a variable holds it until it is read: only what is read is captured.</summary>
internal sealed record OuterArgument(Argument Inner, Region Region) : Argument;

/// <summary>A variable that was declared and not yet assigned, at least on the way that led here.</summary>
internal sealed record UnsetArgument : Argument
{
    public static UnsetArgument Instance { get; } = new();
}

/// <summary>
/// An array of tensors with as many elements as a loop has iterations, one of which fills each. <see cref="Rows"/> is one tensor of them all, the
/// elements being its rows; null before the loop.
/// </summary>
internal sealed record ArrayArgument(Dim Count, Value? Rows) : Argument;

/// <summary>
/// A sub-graph while it is lowered: the whole method, a branch, a condition or an iteration. It has a builder of its own and sees of the
/// regions around it only what it captures, each captured value being one of its inputs.
/// </summary>
internal sealed class Region(string name, Region? parent)
{
    private readonly Dictionary<string, ValueArgument> _parameters = new(StringComparer.Ordinal);
    private readonly Dictionary<Value, Value> _inner = [];
    private readonly Dictionary<Value, Value> _outer = [];
    private readonly Dictionary<Value, Value> _rows = [];

    public GraphBuilder Builder { get; } = new(name);

    public Region? Parent => parent;

    /// <summary>Names of calls' results, given at the end to those that the user has not named.</summary>
    public Dictionary<Value, string> CalleeNames { get; } = [];

    /// <summary>The index of a counted loop, and the number of its iterations.</summary>
    public (Value Index, Dim Count)? Loop { get; set; }

    /// <summary>The arrays of tensors that an iteration puts a row into, its index being theirs.</summary>
    public List<(Frame Frame, ISymbol Array, Value Row)> Stacks { get; } = [];

    /// <summary>What the variables of each frame held when the region was entered.</summary>
    public Dictionary<Frame, Dictionary<object, Argument>> Entry { get; } = [];

    /// <summary>What they hold in the region.</summary>
    public Dictionary<Frame, Dictionary<object, Argument>> Current { get; } = [];

    /// <summary>What they hold around the region, while it is open.</summary>
    public Dictionary<Frame, Dictionary<object, Argument>> Around { get; } = [];

    /// <summary>Inputs of a loop's body that a variable alone held when the loop began, in memory of the method's own.</summary>
    public HashSet<Value> Owned { get; } = [];

    /// <summary>Those of them that are changed in place, and what to say where they are not owned at the end of an iteration.</summary>
    public Dictionary<Value, Func<RefusedException>> ReliedOn { get; } = [];

    /// <summary>The tensor around this region that an input is a row of, or null.</summary>
    public Value? WholeOf(Value row) => _rows.Where(pair => pair.Value == row).Select(pair => (Value?)pair.Key).FirstOrDefault();

    /// <summary>The values that are sliced, with the rows that an iteration sees.</summary>
    public IReadOnlyDictionary<Value, Value> Rows => _rows;

    /// <summary>The input that stands for a value of the region around this one.</summary>
    public Value Capture(Value outer)
    {
        if (!_inner.TryGetValue(outer, out Value inner))
        {
            _inner.Add(outer, inner = Builder.Input(NameOf(parent!.Builder, outer), parent.Builder.TypeOf(outer)));
            _outer.Add(inner, outer);
        }

        return inner;
    }

    /// <summary>The value around this region that an input stands for, or null.</summary>
    public Value? OuterOf(Value inner) => _outer.TryGetValue(inner, out Value outer) ? outer : null;

    /// <summary>The model's parameter, captured from the outermost region, where <paramref name="create"/> makes it.</summary>
    public ValueArgument Parameter(string parameter, Func<GraphBuilder, Value> create)
    {
        if (!_parameters.TryGetValue(parameter, out ValueArgument? value))
            _parameters.Add(parameter, value = new ValueArgument(parent is null ? create(Builder) : Capture(parent.Parameter(parameter, create).Value)));
        return value;
    }

    /// <summary>What a variable holds, in terms of this region's values.</summary>
    public static Argument Resolve(Argument argument) => argument is OuterArgument outer ? outer.Region.Import(Resolve(outer.Inner)) : argument;

    /// <summary>
    /// Row <paramref name="index"/> of a tensor as a sliced input of the counted loop whose index it is and whose iterations are the rows;
    /// null where that is not so.
    /// </summary>
    public Value? Slice(Value tensor, Value index)
    {
        if (Loop is { } loop)
        {
            if (loop.Index != index || OuterOf(tensor) is not { } whole || !Builder.ShapeOf(tensor)[0].Equals(loop.Count))
                return null;
            if (!_rows.TryGetValue(whole, out Value row))
                _rows.Add(whole, row = Builder.Input(NameOf(parent!.Builder, whole) + "Row", Builder.TypeOf(tensor) with { Shape = Builder.ShapeOf(tensor).Without([0]) }));
            return row;
        }

        return OuterOf(tensor) is { } x && OuterOf(index) is { } i && parent!.Slice(x, i) is { } outer ? Capture(outer) : null;
    }

    /// <summary>The graph with inputs in the given order; nodes that no output needs are left out.</summary>
    public Graph Finish(IEnumerable<Value> inputs, IReadOnlyList<GraphOutput> outputs)
    {
        foreach (KeyValuePair<Value, string> named in CalleeNames)
            Builder.Name(named.Key, named.Value);
        bool[] isLive = Live(outputs.Select(o => o.Value));
        var result = new GraphBuilder(name);
        var map = new Dictionary<Value, Value>();
        foreach (Value input in inputs)
            map.Add(input, result.Add(Builder[input.Node]));
        for (int i = 0; i < Builder.Count; i++)
        {
            Node node = Builder[i];
            if (!isLive[i] || node.Op == "input")
                continue;
            Value added = result.Add(node with { Operands = node.Operands.Select(o => map[o]).ToEquatableArray() });
            for (int r = 0; r < node.Results.Count; r++)
                map.Add(new Value(i, r), added with { Result = r });
        }

        foreach (GraphOutput output in outputs)
            result.Output(output.Name, map[output.Value]);
        return result.Build();
    }

    /// <summary>The values around this region that these of its values need.</summary>
    public IEnumerable<Value> Captured(IEnumerable<Value> values)
    {
        bool[] isLive = Live(values);
        return _outer.Where(pair => isLive[pair.Key.Node]).OrderBy(pair => pair.Key.Node).Select(pair => pair.Value);
    }

    /// <summary>Whether these values need a value of this region.</summary>
    public bool IsLive(Value value, IEnumerable<Value> values) => Live(values)[value.Node];

    /// <summary>The name of a value, or a general one.</summary>
    public static string NameOf(GraphBuilder builder, Value value)
    {
        Node node = builder[value.Node];
        return node.Regions.Count > 0 && node.Op is "cond" or "loop" or "while" ? node.Regions[node.Regions.Count - 1].Outputs[value.Result].Name : node.Origin.Name ?? "value";
    }

    private bool[] Live(IEnumerable<Value> values)
    {
        var isLive = new bool[Builder.Count];
        foreach (Value value in values)
            isLive[value.Node] = true;
        for (int i = Builder.Count - 1; i >= 0; i--)
        {
            if (!isLive[i])
                continue;
            foreach (Value operand in Builder[i].Operands)
                isLive[operand.Node] = true;
        }

        return isLive;
    }

    private Argument Import(Argument argument) => argument switch
    {
        ValueArgument value => new ValueArgument(Capture(value.Value)),
        TupleArgument tuple => new TupleArgument(tuple.Items.Select(Import).ToEquatableArray()),
        ListArgument list => new ListArgument(list.Items.Select(Import).ToEquatableArray()),
        ArrayArgument { Rows: { } rows } array => array with { Rows = Capture(rows) },
        LayerArgument { Index: { } index } layer => layer with { Index = Import(index) },
        OuterArgument outer => Import(Resolve(outer)),
        _ => argument,
    };
}
