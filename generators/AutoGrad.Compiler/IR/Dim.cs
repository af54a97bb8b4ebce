using System.Globalization;
using System.Text;

namespace AutoGrad.Compiler.IR;

/// <summary>
/// The length of one axis: a polynomial with integer coefficients in atoms (symbols such as <c>batch</c>, floor divisions, minima and
/// maxima). Invariant: terms are sorted, merged and non-zero, so that equal polynomials are equal values and have equal text.
/// </summary>
public sealed class Dim : IEquatable<Dim>
{
    // Most lengths in a program are small constants; they need not be made again.
    private static readonly Dim[] s_constants = [.. Enumerable.Range(-1, 258).Select(i => new Dim(i == 0 ? [] : [new DimTerm(i, [])]))];

    private readonly string _text;
    private readonly int _hash;

    private Dim(EquatableArray<DimTerm> terms)
    {
        Terms = terms;
        _text = Print(terms);
        _hash = _text.GetHashCode();
        Constant = terms.Count == 0 ? 0 : terms.Count == 1 && terms[0].Factors.Count == 0 ? terms[0].Coefficient : null;
    }

    /// <summary>The terms, sorted by their text, the constant last.</summary>
    public EquatableArray<DimTerm> Terms { get; }

    /// <summary>The value where the polynomial is a constant, else null.</summary>
    public long? Constant { get; }

    /// <summary>Whether this is the constant <paramref name="value"/>.</summary>
    public bool Is(long value) => Constant == value;

    /// <summary>A named length that is known at run time.</summary>
    public static Dim Symbol(string name) => FromAtom(new SymbolAtom(name));

    /// <summary>A constant length.</summary>
    public static implicit operator Dim(long value) => value is >= -1 and <= 256 ? s_constants[value + 1] : new([new DimTerm(value, [])]);

    /// <summary>The sum of two polynomials.</summary>
    public static Dim operator +(Dim a, Dim b)
        => a.Constant is { } x && b.Constant is { } y ? checked(x + y)
            : a.Is(0) ? b
            : b.Is(0) ? a
            : Normalize([.. a.Terms, .. b.Terms]);

    /// <summary>The difference of two polynomials.</summary>
    public static Dim operator -(Dim a, Dim b) => a + ((-1L) * b);

    /// <summary>The product of two polynomials.</summary>
    public static Dim operator *(Dim a, Dim b)
        => a.Constant is { } c && b.Constant is { } d ? checked(c * d)
            : a.Is(1) ? b
            : b.Is(1) ? a
            : Normalize(a.Terms.SelectMany(x => b.Terms.Select(y => new DimTerm(checked(x.Coefficient * y.Coefficient), Sorted([.. x.Factors, .. y.Factors])))));

    /// <summary>The floor of a / b.</summary>
    public static Dim FloorDivide(Dim a, Dim b)
    {
        if (a.DivideExactly(b) is { } quotient)
            return quotient;
        return a.Constant is { } x && b.Constant is { } y && y != 0 ? Floor(x, y) : FromAtom(new FloorDivideAtom(a, b));
    }

    /// <summary>The smaller of two lengths.</summary>
    public static Dim Min(Dim a, Dim b)
        => (a - b).Constant is { } difference ? difference <= 0 ? a : b : FromAtom(new MinAtom(a, b));

    /// <summary>The larger of two lengths.</summary>
    public static Dim Max(Dim a, Dim b)
        => (a - b).Constant is { } difference ? difference >= 0 ? a : b : FromAtom(new MaxAtom(a, b));

    /// <summary>The product of many lengths; 1 for none.</summary>
    public static Dim Product(IEnumerable<Dim> dims) => dims.Aggregate((Dim)1, (a, b) => a * b);

    /// <summary>This divided by <paramref name="divisor"/> where it divides as a polynomial, else null. Long division by the leading term.</summary>
    public Dim? DivideExactly(Dim divisor)
    {
        if (divisor.Terms.Count == 0)
            return null;
        Dim rest = this, quotient = 0;
        DimTerm lead = divisor.Terms[0];
        for (int guard = 0; rest.Terms.Count > 0; guard++)
        {
            if (guard > 64 || rest.Terms.Select(t => Divide(t, lead)).FirstOrDefault(t => t is not null) is not { } part)
                return null;
            Dim term = Normalize([part]);
            quotient += term;
            rest -= term * divisor;
        }

        return quotient;
    }

    /// <summary>All symbols in the polynomial, those inside atoms included.</summary>
    public IEnumerable<string> Symbols => Terms.SelectMany(t => t.Factors).SelectMany(f => f.Symbols).Distinct();

    /// <summary>Replaces symbols; a name that is not in <paramref name="values"/> stays.</summary>
    public Dim Substitute(IReadOnlyDictionary<string, Dim> values)
        => Terms.Aggregate((Dim)0, (sum, term) => sum + term.Factors.Aggregate((Dim)term.Coefficient, (p, f) => p * f.Substitute(values)));

    /// <summary>The polynomial of one atom.</summary>
    internal static Dim FromAtom(DimAtom atom) => Normalize([new DimTerm(1, [atom])]);

    /// <inheritdoc/>
    public bool Equals(Dim? other) => ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _text == other._text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Dim);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <summary>Canonical text, such as <c>2*batch+1</c>.</summary>
    public override string ToString() => _text;

    private static Dim Normalize(IEnumerable<DimTerm> terms)
        => new(terms
            .GroupBy(t => Key(t.Factors), StringComparer.Ordinal)
            .Select(g => new DimTerm(g.Aggregate(0L, (sum, t) => checked(sum + t.Coefficient)), g.First().Factors))
            .Where(t => t.Coefficient != 0)
            .OrderBy(t => t.Factors.Count == 0)
            .ThenByDescending(t => t.Factors.Count)
            .ThenBy(t => Key(t.Factors), StringComparer.Ordinal)
            .ToEquatableArray());

    private static DimTerm? Divide(DimTerm term, DimTerm by)
    {
        if (term.Coefficient % by.Coefficient != 0)
            return null;
        List<DimAtom> factors = [.. term.Factors];
        return by.Factors.All(factors.Remove) ? new DimTerm(term.Coefficient / by.Coefficient, factors.ToEquatableArray()) : null;
    }

    private static EquatableArray<DimAtom> Sorted(IEnumerable<DimAtom> factors)
        => factors.OrderBy(f => f.ToString(), StringComparer.Ordinal).ToEquatableArray();

    private static string Key(EquatableArray<DimAtom> factors) => string.Join("*", factors.Select(f => f.ToString()));

    private static string Print(EquatableArray<DimTerm> terms)
    {
        if (terms.Count == 0)
            return "0";
        var text = new StringBuilder();
        foreach (DimTerm term in terms)
        {
            string coefficient = term.Coefficient.ToString(CultureInfo.InvariantCulture);
            if (text.Length > 0 && term.Coefficient > 0)
                text.Append('+');
            if (term.Factors.Count == 0)
                text.Append(coefficient);
            else if (term.Coefficient == -1)
                text.Append('-').Append(Key(term.Factors));
            else
                text.Append(term.Coefficient == 1 ? "" : coefficient + "*").Append(Key(term.Factors));
        }

        return text.ToString();
    }

    private static long Floor(long x, long y) => (x / y) - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0);
}

/// <summary>A coefficient times a product of atoms; no atoms for the constant term.</summary>
public sealed record DimTerm(long Coefficient, EquatableArray<DimAtom> Factors);
