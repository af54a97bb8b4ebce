namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// A random sign, of mean 0 and variance 1. Each element of a tensor has one of its own, or, where it is shared, all elements of a sample have
/// the same. Equality is identity.
/// </summary>
internal sealed class Sign
{
    /// <summary>Whether all elements of a sample have the same.</summary>
    public bool IsShared { get; init; }

    /// <summary>Whether the signs point anywhere; others have been split into what lies along a value and the rest.</summary>
    public bool IsFresh { get; init; }

    /// <summary>The value that the signs are orthogonal to, where it is known.</summary>
    public Field? Orthogonal { get; init; }
}

/// <summary>
/// What flows back into a value: a sum of terms, each an amplitude times a sign. Terms of one sign add up, those of different signs add their
/// squares. Amplitudes are scaled such that their mean squares add up to the energy, the expected squared norm over all elements of the value.
/// </summary>
/// <param name="space">Where fields are made.</param>
/// <param name="value">The value's field, null where it is not known.</param>
internal sealed class Cotangent(FieldSpace space, Field? value)
{
    // More terms than these are taken as so many with new signs.
    private const int MostOwn = 3, MostShared = 2;

    private readonly Dictionary<Sign, Field> _terms = [];

    /// <summary>The terms.</summary>
    public IReadOnlyList<KeyValuePair<Sign, Field>> Terms => [.. _terms];

    /// <summary>The expected squared norm; not a number where it is not known.</summary>
    public double Energy
    {
        get
        {
            double energy = _terms.Values.Sum(a => a.MeanSquare);
            return double.IsInfinity(energy) ? double.NaN : energy;
        }
    }

    /// <summary>Adds energy with a sign of its own.</summary>
    public void Add(double energy, bool isFresh = false)
    {
        if (energy != 0)
            Add(new Sign { IsFresh = isFresh }, new ConstantField(Math.Sqrt(energy)));
    }

    /// <summary>Adds a term; an amplitude that is null is not known.</summary>
    public void Add(Sign sign, Field? amplitude)
    {
        amplitude ??= new ConstantField(double.NaN);
        if (amplitude is ConstantField { Value: 0 })
            return;
        if (sign.IsShared)
            amplitude = Fit(amplitude);
        _terms[sign] = _terms.TryGetValue(sign, out Field? sum) ? space.Apply("add", sum, amplitude) ?? new ConstantField(double.NaN) : amplitude;
    }

    /// <summary>Makes few terms of many, with the same energy.</summary>
    public void Merge()
    {
        KeyValuePair<Sign, Field>[] own = [.. _terms.Where(t => !t.Key.IsShared)], shared = [.. _terms.Where(t => t.Key.IsShared)];
        if (own.Length > MostOwn)
        {
            Field? squares = new ConstantField(0);
            foreach (KeyValuePair<Sign, Field> term in own)
            {
                _terms.Remove(term.Key);
                squares = squares is not null && space.Apply("multiply", term.Value, term.Value) is { } square ? space.Apply("add", squares, square) : null;
            }

            // A sum of many squares is kept by its moments, and a normal variable in its place may be negative: then no profile is left of it.
            Field? amplitude = squares is null ? null : space.Apply("sqrt", squares);
            Add(new Sign { Orthogonal = value }, amplitude is { IsFinite: false } && squares is { Mean: >= 0 and var energy } ? new ConstantField(Math.Sqrt(energy)) : amplitude);
        }

        if (shared.Length > MostShared)
            MergeShared(shared);
    }

    // Linear functions of one variable, each with a sign of its own, are in their second moments two such functions.
    private void MergeShared(KeyValuePair<Sign, Field>[] terms)
    {
        double constants = 0, products = 0, slopes = 0, before = terms.Sum(t => t.Value.MeanSquare);
        foreach (KeyValuePair<Sign, Field> term in terms)
        {
            _terms.Remove(term.Key);
            (double constant, double slope) = Line(term.Value);
            (constants, products, slopes) = (constants + (constant * constant), products + (constant * slope), slopes + (slope * slope));
        }

        double first = Math.Sqrt(constants), along = first > 0 ? products / first : 0, second = Math.Sqrt(Math.Max(0, slopes - (along * along)));
        Field? one = Linear(first, along), other = Linear(0, second);
        Add(new Sign { IsShared = true }, one);
        Add(new Sign { IsShared = true }, other);
        Add(before - (one?.MeanSquare ?? 0) - (other?.MeanSquare ?? 0) is var rest && rest < 0 ? 0 : rest);
    }

    // An amplitude that depends on other variables than the value does: the best linear function of the value, and the rest with signs of its own.
    private Field Fit(Field amplitude)
    {
        if (value is null || amplitude.Sources.All(value.Sources.Contains))
            return amplitude;
        (double constant, double slope) = Line(amplitude);
        Field? fitted = Linear(constant, slope);
        double rest = amplitude.MeanSquare - (fitted?.MeanSquare ?? 0);
        Add(rest < 0 ? 0 : rest);
        return fitted ?? new ConstantField(double.NaN);
    }

    private Field? Linear(double constant, double slope)
        => slope == 0 || value is null ? new ConstantField(constant)
            : space.Apply("multiply", new ConstantField(slope), value) is { } scaled ? space.Apply("add", scaled, new ConstantField(constant)) : null;

    private (double Constant, double Slope) Line(Field amplitude)
    {
        if (value is null || value.Variance == 0)
            return (amplitude.Mean, 0);
        Field x = space.In(value, amplitude);
        double product = x.Sources.Intersect(amplitude.Sources).Any() ? space.Apply("multiply", x, amplitude)?.Mean ?? double.NaN : x.Mean * amplitude.Mean;
        double slope = (product - (x.Mean * amplitude.Mean)) / x.Variance;
        return (amplitude.Mean - (slope * x.Mean), slope);
    }
}
