namespace AutoGrad.Compiler.IR;

/// <summary>One result of one node, by position.</summary>
public readonly record struct Value(int Node, int Result = 0)
{
    /// <summary>Such as <c>%3</c>, or <c>%3.1</c> for a second result.</summary>
    public override string ToString() => FormattableString.Invariant(Result == 0 ? (FormattableString)$"%{Node}" : $"%{Node}.{Result}");
}

/// <summary>
/// Where a node comes from, in the user's words: the variable it was assigned to, the source expression, and the expression's ordinal in
/// its method (spans are kept apart from the graph, so that moving code does not change it).
/// </summary>
public sealed record Origin(string? Name, string? Source = null, int Ordinal = -1)
{
    /// <summary>A node that no user wrote.</summary>
    public static Origin None { get; } = new(Name: null);

    /// <summary>The layer whose forward method has the variable; null for the model's own. It is not printed: it is the owner's view of a layer.</summary>
    public string? Layer { get; init; }
}

/// <summary>
/// One operation. <see cref="Results"/> holds the types of its results; operands name nodes before it. Equality is by value; spans, symbols
/// and syntax are never inside.
/// </summary>
public sealed record Node(
    string Op,
    EquatableArray<Value> Operands,
    EquatableArray<NodeAttribute> Attributes,
    EquatableArray<Graph> Regions,
    EquatableArray<TensorType> Results,
    Origin Origin)
{
    /// <summary>The type of the first result.</summary>
    public TensorType Type => Results[0];

    /// <summary>The symbols in the lengths of its results and in its attributes, and in those of its regions.</summary>
    public IEnumerable<string> Symbols
        => Results.SelectMany(t => t.Shape.Dims).Concat(Attributes.Select(a => a.Value).OfType<DimsValue>().SelectMany(v => v.Items)).SelectMany(d => d.Symbols)
            .Concat(Regions.SelectMany(r => r.Nodes).SelectMany(n => n.Symbols)).Distinct();

    /// <summary>The attribute of that name, or null.</summary>
    public AttributeValue? Attribute(string key) 
    {
        foreach (NodeAttribute attribute in Attributes)
        {
            if (attribute.Key == key)
                return attribute.Value;
        }

        return null;
    }

    /// <summary>An attribute that is a list of integers; empty where it is absent.</summary>
    public EquatableArray<long> Integers(string key) => Attribute(key) is IntegersValue list ? list.Items : [];

    /// <summary>An attribute that is a list of lengths; empty where it is absent.</summary>
    public EquatableArray<Dim> Dims(string key) => Attribute(key) is DimsValue list ? list.Items : [];

    /// <summary>An attribute that is one integer; 0 where it is absent.</summary>
    public long Integer(string key) => Attribute(key) is IntegersValue list ? list.Items[0] : 0;

    /// <summary>An attribute that is one length.</summary>
    public Dim Dim(string key) => Dims(key)[0];

    /// <summary>An attribute that is a number; 0 where it is absent.</summary>
    public double Number(string key) => Attribute(key) is NumberValue number ? number.Item : 0;

    /// <summary>An attribute that is text; empty where it is absent.</summary>
    public string Text(string key) => Attribute(key) is TextValue text ? text.Item : "";

    /// <summary>Whether a flag is set.</summary>
    public bool Flag(string key) => Attribute(key) is FlagValue { Item: true };
}

/// <summary>A named constant of a node, such as <c>axes=[0]</c>.</summary>
public sealed record NodeAttribute(string Key, AttributeValue Value)
{
    /// <summary>A flag that is set.</summary>
    public static NodeAttribute Flag(string key) => new(key, new FlagValue(true));

    /// <summary>A list of integers.</summary>
    public static NodeAttribute Integers(string key, IEnumerable<long> items) => new(key, new IntegersValue(items.ToEquatableArray()));

    /// <summary>A list of lengths.</summary>
    public static NodeAttribute Dims(string key, IEnumerable<Dim> items) => new(key, new DimsValue(items.ToEquatableArray()));

    /// <summary>A number.</summary>
    public static NodeAttribute Number(string key, double item) => new(key, new NumberValue(item));

    /// <summary>Text.</summary>
    public static NodeAttribute Text(string key, string item) => new(key, new TextValue(item));
}

/// <summary>The value of a <see cref="NodeAttribute"/>.</summary>
public abstract record AttributeValue;

/// <summary>Integers: axes, permutations, indices.</summary>
public sealed record IntegersValue(EquatableArray<long> Items) : AttributeValue;

/// <summary>Lengths and offsets, symbolic ones included.</summary>
public sealed record DimsValue(EquatableArray<Dim> Items) : AttributeValue;

/// <summary>A number. Equal are equal bits: a zero and a negative zero are two constants.</summary>
public sealed record NumberValue(double Item) : AttributeValue
{
    /// <inheritdoc/>
    public bool Equals(NumberValue? other) => other is not null && BitConverter.DoubleToInt64Bits(Item) == BitConverter.DoubleToInt64Bits(other.Item);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.DoubleToInt64Bits(Item).GetHashCode();
}

/// <summary>Text: names.</summary>
public sealed record TextValue(string Item) : AttributeValue;

/// <summary>A truth value.</summary>
public sealed record FlagValue(bool Item) : AttributeValue;
