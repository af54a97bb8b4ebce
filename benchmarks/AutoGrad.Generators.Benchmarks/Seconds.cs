namespace AutoGrad.Generators.Benchmarks;

/// <summary>
/// Seconds of builds: the least of some, and the median of what each took more than its neighbour without the generator, which a machine that is
/// slower now and then moves less.
/// </summary>
internal readonly record struct Seconds(double Least, double More)
{
    public static Seconds Of(IReadOnlyList<double> values, IReadOnlyList<double> neighbours)
        => new(values.Min(), values.Zip(neighbours, (v, n) => v - n).Order().ElementAt(values.Count / 2));
}
