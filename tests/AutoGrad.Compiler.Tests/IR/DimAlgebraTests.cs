using CsCheck;

namespace AutoGrad.Compiler.Tests.IR;

/// <summary>Lengths as a commutative ring with floor division, minimum and maximum: laws over random polynomials.</summary>
public sealed class DimAlgebraTests
{
    private const int Iterations = 1000;

    private static readonly string[] s_symbols = ["batch", "time", "n", "n2"];

    private static readonly Gen<Dictionary<string, long>> s_values = Gen.Long[1, 9].Array[s_symbols.Length].Select(v => s_symbols.Zip(v)
        .ToDictionary(p => p.First, p => p.Second));

    private static readonly Gen<string> s_symbol = Gen.Int[0, s_symbols.Length - 1].Select(i => s_symbols[i]);

    private static readonly Gen<Sample> s_leaf = Gen.OneOf(
        Gen.Long[-4, 6].Select(c => new Sample(c, _ => c)),
        s_symbol.Select(s => new Sample(Dim.Symbol(s), v => v[s])));

    // What nothing is divided by zero by: symbols are positive.
    private static readonly Gen<Sample> s_divisor = Gen.OneOf(
        Gen.Long[1, 6].Select(c => new Sample(c, _ => c)),
        s_symbol.Select(s => new Sample(Dim.Symbol(s), v => v[s])),
        s_symbol.Select(s => new Sample((2 * Dim.Symbol(s)) + 1, v => (2 * v[s]) + 1)));

    private static readonly Gen<Sample> s_dim = Tree(3);

    // A length beside the number that it must be.
    private sealed record Sample(Dim Dim, Func<Dictionary<string, long>, long> Value)
    {
        public override string ToString() => Dim.ToString();
    }

    [Fact]
    public void A_length_has_the_value_of_the_expression_that_built_it()
        => Gen.Select(s_dim, s_values).Sample((d, values) => d.Dim.Evaluate(values) == d.Value(values), iter: Iterations);

    [Fact]
    public void Addition_and_multiplication_are_commutative_and_associative()
        => Gen.Select(s_dim, s_dim, s_dim).Sample((a, b, c) => Same(a.Dim + b.Dim, b.Dim + a.Dim) && Same(a.Dim * b.Dim, b.Dim * a.Dim)
            && Same(a.Dim + b.Dim + c.Dim, a.Dim + (b.Dim + c.Dim)) && Same(a.Dim * b.Dim * c.Dim, a.Dim * (b.Dim * c.Dim)),
            iter: Iterations);

    [Fact]
    public void Multiplication_distributes_over_addition()
        => Gen.Select(s_dim, s_dim, s_dim)
            .Sample((a, b, c) => Same(a.Dim * (b.Dim + c.Dim), (a.Dim * b.Dim) + (a.Dim * c.Dim)), iter: Iterations);

    [Fact]
    public void Zero_and_one_are_neutral_and_differences_vanish()
        => s_dim.Sample(a => Same(a.Dim + 0, a.Dim) && Same(a.Dim * 1, a.Dim) && (a.Dim * 0).Is(0) && (a.Dim - a.Dim).Is(0)
            && Same(0 - (0 - a.Dim), a.Dim), iter: Iterations);

    [Fact]
    public void A_product_divides_exactly_by_each_factor()
        => Gen.Select(s_dim, s_dim).Where((_, b) => !b.Dim.Is(0))
            .Sample((a, b) => Same((a.Dim * b.Dim).DivideExactly(b.Dim)!, a.Dim), iter: Iterations);

    [Fact]
    public void An_exact_quotient_times_the_divisor_is_the_dividend()
        => Gen.Select(s_dim, s_dim).Sample((a, b) => a.Dim.DivideExactly(b.Dim) is not { } quotient || Same(quotient * b.Dim, a.Dim),
            iter: Iterations);

    [Fact]
    public void Replacing_a_symbol_is_evaluating_it()
        => Gen.Select(s_dim, s_divisor, s_values).Sample(
            (d, e, values) =>
            {
                Dim replaced = d.Dim.Substitute(new Dictionary<string, Dim> { ["n"] = e.Dim });
                return replaced.Evaluate(values) == d.Dim.Evaluate(new Dictionary<string, long>(values) { ["n"] = e.Value(values) });
            },
            iter: Iterations);

    [Fact]
    public void A_length_depends_on_its_symbols_only()
        => Gen.Select(s_dim, s_values).Sample(
            (d, values) => d.Dim.Evaluate(values.Where(v => d.Dim.Symbols.Contains(v.Key))
                .ToDictionary(v => v.Key, v => v.Value)) == d.Value(values),
            iter: Iterations);

    [Fact]
    public void Printing_and_parsing_give_the_same_length()
        => s_dim.Sample(d => Same(GraphParser.ParseDim(d.Dim.ToString()), d.Dim), iter: Iterations);

    [Fact]
    public void Equal_text_means_equal_polynomials()
        => Gen.Select(s_dim, s_dim).Sample((a, b) => a.Dim.Equals(b.Dim) == (a.Dim - b.Dim).Is(0)
            && a.Dim.Equals(b.Dim) == (a.Dim.ToString() == b.Dim.ToString()), iter: Iterations);

    private static bool Same(Dim a, Dim b) => a.Equals(b) && a.GetHashCode() == b.GetHashCode() && a.Terms == b.Terms;

    private static Gen<Sample> Tree(int depth)
    {
        if (depth == 0)
            return s_leaf;
        Gen<Sample> inner = Tree(depth - 1);
        Gen<(Sample, Sample)> pair = Gen.Select(inner, inner);
        return Gen.Frequency(
            (2, s_leaf),
            (3, pair.Select((a, b) => new Sample(a.Dim + b.Dim, v => a.Value(v) + b.Value(v)))),
            (2, pair.Select((a, b) => new Sample(a.Dim - b.Dim, v => a.Value(v) - b.Value(v)))),
            (3, pair.Select((a, b) => new Sample(a.Dim * b.Dim, v => a.Value(v) * b.Value(v)))),
            (1, Gen.Select(inner, s_divisor)
                .Select((a, b) => new Sample(Dim.FloorDivide(a.Dim, b.Dim), v => DimReference.FloorDivide(a.Value(v), b.Value(v))))),
            (1, pair.Select((a, b) => new Sample(Dim.Min(a.Dim, b.Dim), v => Math.Min(a.Value(v), b.Value(v))))),
            (1, pair.Select((a, b) => new Sample(Dim.Max(a.Dim, b.Dim), v => Math.Max(a.Value(v), b.Value(v))))));
    }
}
