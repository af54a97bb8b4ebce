using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Analysis;

/// <summary>Makes the fields of one analysis: numbers their variables, and says which variables two views of one tensor share.</summary>
/// <param name="length">What a length that is known at run time only is taken to be.</param>
internal sealed class FieldSpace(long length)
{
    private readonly Dictionary<(Source, string), Source> _views = [];
    private readonly Dictionary<Field, Field?> _collapsed = [];
    private int _count;

    /// <summary>Whether any result depends on a length that is known at run time only.</summary>
    public bool HasGuessed { get; private set; }

    /// <summary>A length as a number.</summary>
    public double Length(Dim dim)
    {
        if (dim.Constant is { } constant)
            return constant;
        HasGuessed = true;
        return dim.Substitute(dim.Symbols.ToDictionary(s => s, _ => (Dim)length)).Constant ?? length;
    }

    /// <summary>A normal variable of its own; a number where it does not vary. Null where the moments are not numbers.</summary>
    public Field? Normal(double mean, double variance)
        => double.IsNaN(mean + variance) || double.IsInfinity(mean + variance) ? null
            : variance <= 0 ? new ConstantField(mean)
            : new NormalField(mean, Math.Sqrt(variance), new Source(_count++));

    /// <summary>A normal variable with the moments of a field, in its place: from here on the field is known by these alone.</summary>
    public Field? Collapse(Field field)
    {
        if (field is ConstantField or NormalField)
            return field;
        if (!_collapsed.TryGetValue(field, out Field? collapsed))
            _collapsed[field] = collapsed = Normal(field.Mean, field.Variance);
        return collapsed;
    }

    /// <summary>The field itself, or what it was collapsed to where another field is a function of that.</summary>
    public Field In(Field field, Field other)
        => _collapsed.TryGetValue(field, out Field? collapsed) && collapsed is not null && other.Sources.Intersect(collapsed.Sources).Any() ? collapsed : field;

    /// <summary>Other elements of the same tensor: a view of the same kind of the same elements gives the same variables.</summary>
    public Field View(Field field, string kind) => Rename(field, s => Of((s, kind), new Source(_count++)));

    /// <summary>The same elements in another shape; back in the first shape they are the same variables again.</summary>
    public Field Reshape(Field field, string from, string to) => Rename(field, s =>
    {
        (Source root, string shape) = s.Reshaped ?? (s, from);
        return shape == to ? root : Of((root, "reshape:" + to), new Source(_count++) { Reshaped = (root, shape) });
    });

    /// <summary>An element-wise operation on fields.</summary>
    public Field? Apply(string op, params Field[] operands)
    {
        if (ElementwiseValues.Find(op) is not { } function || Shortcut(op, operands) is not (var isDone, { } done))
            return null;
        if (isDone)
            return done;
        // A sum of variables that have nothing to do with each other is nearly normal; of most other functions there are few variables.
        Source[] all = Union(operands);
        bool areApart = all.Length == operands.Sum(o => o.Sources.Count);
        while (all.Length > (areApart ? 2 : Grid.MostSources))
        {
            int widest = Enumerable.Range(0, operands.Length).OrderByDescending(i => operands[i].Sources.Count).First();
            if (operands[widest].Sources.Count < 2)
                break;
            if (Collapse(operands[widest]) is not { } collapsed)
                return null;
            operands = [.. operands.Select((o, i) => i == widest ? collapsed : o)];
            all = Union(operands);
        }

        return all.Length == 0
            ? new ConstantField(function(Constant(operands, 0), Constant(operands, 1), Constant(operands, 2)))
            : new AppliedField(function, operands, all);
    }

    // Exact answers that need no table; without them, constant amplitudes would cost as much as all else.
    private static (bool IsDone, Field? Result) Shortcut(string op, Field[] operands)
    {
        double? First() => (operands[0] as ConstantField)?.Value;
        double? Second() => (operands[1] as ConstantField)?.Value;
        return op switch
        {
            "multiply" when First() == 0 || Second() == 1 => (true, operands[0]),
            "multiply" when Second() == 0 || First() == 1 => (true, operands[1]),
            "add" when First() == 0 => (true, operands[1]),
            "add" or "subtract" when Second() == 0 => (true, operands[0]),
            "stop_gradient" => (true, operands[0]),
            _ => (false, operands[0]),
        };
    }

    private static double Constant(Field[] operands, int index) => index < operands.Length && operands[index] is ConstantField c ? c.Value : 0;

    private static Source[] Union(Field[] operands) => [.. operands.SelectMany(o => o.Sources).Distinct().OrderBy(s => s.Id)];

    private Source Of((Source, string) key, Source fresh)
    {
        if (!_views.TryGetValue(key, out Source? source))
            _views[key] = source = fresh;
        return source;
    }

    private static Field Rename(Field field, Func<Source, Source> rename)
    {
        if (field.Sources.Count == 0)
            return field;
        Source[] renamed = [.. field.Sources.Select(rename)];
        var original = new Dictionary<Source, Source>();
        for (int i = 0; i < renamed.Length; i++)
            original[renamed[i]] = field.Sources[i];
        return new RenamedField(field, original, [.. renamed.OrderBy(s => s.Id)]);
    }
}
