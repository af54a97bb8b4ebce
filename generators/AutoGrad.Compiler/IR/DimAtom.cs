namespace AutoGrad.Compiler.IR;

/// <summary>What a <see cref="Dim"/> is a polynomial in.</summary>
public abstract record DimAtom
{
    /// <summary>The symbols in this atom.</summary>
    public abstract IEnumerable<string> Symbols { get; }

    /// <summary>The atom with symbols replaced.</summary>
    public abstract Dim Substitute(IReadOnlyDictionary<string, Dim> values);
}

/// <summary>A named length, bound by a declared shape, a constructor argument or an int value.</summary>
public sealed record SymbolAtom(string Name) : DimAtom
{
    /// <inheritdoc/>
    public override IEnumerable<string> Symbols => [Name];

    /// <inheritdoc/>
    public override Dim Substitute(IReadOnlyDictionary<string, Dim> values) => values.TryGetValue(Name, out Dim? value) ? value : Dim.FromAtom(this);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>floor(Dividend / Divisor), where it does not divide as a polynomial.</summary>
public sealed record FloorDivideAtom(Dim Dividend, Dim Divisor) : DimAtom
{
    /// <inheritdoc/>
    public override IEnumerable<string> Symbols => Dividend.Symbols.Concat(Divisor.Symbols);

    /// <inheritdoc/>
    public override Dim Substitute(IReadOnlyDictionary<string, Dim> values) => Dim.FloorDivide(Dividend.Substitute(values), Divisor.Substitute(values));

    /// <inheritdoc/>
    public override string ToString() => $"div({Dividend},{Divisor})";
}

/// <summary>min(Left, Right).</summary>
public sealed record MinAtom(Dim Left, Dim Right) : DimAtom
{
    /// <inheritdoc/>
    public override IEnumerable<string> Symbols => Left.Symbols.Concat(Right.Symbols);

    /// <inheritdoc/>
    public override Dim Substitute(IReadOnlyDictionary<string, Dim> values) => Dim.Min(Left.Substitute(values), Right.Substitute(values));

    /// <inheritdoc/>
    public override string ToString() => $"min({Left},{Right})";
}

/// <summary>max(Left, Right).</summary>
public sealed record MaxAtom(Dim Left, Dim Right) : DimAtom
{
    /// <inheritdoc/>
    public override IEnumerable<string> Symbols => Left.Symbols.Concat(Right.Symbols);

    /// <inheritdoc/>
    public override Dim Substitute(IReadOnlyDictionary<string, Dim> values) => Dim.Max(Left.Substitute(values), Right.Substitute(values));

    /// <inheritdoc/>
    public override string ToString() => $"max({Left},{Right})";
}
