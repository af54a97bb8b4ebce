namespace AutoGrad.Compiler.Analysis;

/// <summary>An independent standard normal variable that elements of tensors depend on. Equality is identity.</summary>
internal sealed class Source(int id)
{
    /// <summary>The position among all of an analysis.</summary>
    public int Id { get; } = id;

    /// <summary>The source and shape that this is a reshaped view of, or null.</summary>
    public (Source Root, string Shape)? Reshaped { get; init; }
}

/// <summary>
/// Points and weights for expectations over up to <see cref="MostSources"/> normal variables: the midpoint rule on the normal density. For
/// smooth functions it converges as fast as Gauss and Hermite's, and for kinks and saturated functions, whose features Gauss's few nodes miss,
/// faster; no point is 0, where a ReLU has its kink. Equal are grids of the same variables in the same order.
/// </summary>
internal sealed class Grid : IEquatable<Grid>
{
    /// <summary>The most variables that a grid spans.</summary>
    public const int MostSources = 3;

    private static readonly (int Count, double Bound)[] s_axes = [(1, 0), (384, 8), (64, 6.4), (20, 5)];

    private static readonly double[][] s_points = [.. s_axes.Select((a, d) => d == 0 ? [0] : Points(a.Count, a.Bound))];

    private static readonly double[][] s_weights = [.. Enumerable.Range(0, s_axes.Length).Select(Product)];

    /// <param name="sources">The variables, one an axis.</param>
    public Grid(IReadOnlyList<Source> sources) => Sources = sources;

    /// <summary>The variables, one an axis; the first runs fastest.</summary>
    public IReadOnlyList<Source> Sources { get; }

    /// <summary>The probability of each point.</summary>
    public double[] Weights => s_weights[Sources.Count];

    /// <summary>The number of points.</summary>
    public int Count => Weights.Length;

    /// <summary>The values of one variable at all points.</summary>
    public double[] Coordinates(Source source)
    {
        double[] points = s_points[Sources.Count];
        int stride = 1, axis = 0;
        for (; Sources[axis] != source; axis++)
            stride *= points.Length;
        var values = new double[Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = points[i / stride % points.Length];
        return values;
    }

    /// <inheritdoc/>
    public bool Equals(Grid? other) => other is not null && Sources.SequenceEqual(other.Sources);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Grid);

    /// <inheritdoc/>
    public override int GetHashCode() => Sources.Aggregate(17, (hash, s) => (31 * hash) + s.Id);

    private static double[] Points(int count, double bound) => [.. Enumerable.Range(0, count).Select(i => bound * (((2 * i) + 1.0) / count - 1))];

    private static double[] Product(int dimensions)
    {
        double[] densities = [.. s_points[dimensions].Select(z => Math.Exp(-0.5 * z * z))];
        double total = densities.Sum();
        double[] weights = [1];
        for (int d = 0; d < dimensions; d++)
            weights = [.. densities.SelectMany(p => weights.Select(w => w * p / total))];
        return weights;
    }
}
