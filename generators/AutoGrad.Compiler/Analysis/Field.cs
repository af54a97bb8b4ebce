namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// What one element of a tensor is before training: a function of independent standard normal variables, the same function for every element
/// of the tensor. Values are computed where they are asked for, and kept.
/// </summary>
internal abstract class Field(IReadOnlyList<Source> sources)
{
    private readonly Dictionary<Grid, double[]> _tables = [];
    private (double Mean, double Square)? _moments;

    /// <summary>The variables, in order of their numbers.</summary>
    public IReadOnlyList<Source> Sources { get; } = sources;

    /// <summary>The expectation.</summary>
    public double Mean => Moments.Mean;

    /// <summary>The expectation of the square.</summary>
    public double MeanSquare => Moments.Square;

    /// <summary>The variance, never negative.</summary>
    public double Variance => Math.Max(0, MeanSquare - (Mean * Mean));

    /// <summary>Whether both moments are numbers.</summary>
    public bool IsFinite => !double.IsNaN(MeanSquare) && !double.IsInfinity(MeanSquare);

    private (double Mean, double Square) Moments => _moments ??= ComputeMoments();

    /// <summary>The values at the points of a grid whose variables include all of this field's.</summary>
    public double[] On(Grid grid)
    {
        if (!_tables.TryGetValue(grid, out double[]? table))
            _tables[grid] = table = Compute(grid);
        return table;
    }

    protected abstract double[] Compute(Grid grid);

    protected virtual (double Mean, double Square) ComputeMoments()
    {
        var grid = new Grid(Sources);
        double[] table = On(grid), weights = grid.Weights;
        double mean = 0, square = 0;
        for (int i = 0; i < table.Length; i++)
        {
            mean += weights[i] * table[i];
            square += weights[i] * table[i] * table[i];
        }

        return (mean, square);
    }
}

/// <summary>The same number everywhere.</summary>
internal sealed class ConstantField(double value) : Field([])
{
    public double Value { get; } = value;

    protected override double[] Compute(Grid grid)
    {
        var table = new double[grid.Count];
        for (int i = 0; i < table.Length; i++)
            table[i] = Value;
        return table;
    }

    protected override (double Mean, double Square) ComputeMoments() => (Value, Value * Value);
}

/// <summary>A normal variable.</summary>
internal sealed class NormalField(double mean, double deviation, Source source) : Field([source])
{
    protected override double[] Compute(Grid grid)
    {
        double[] table = grid.Coordinates(source);
        for (int i = 0; i < table.Length; i++)
            table[i] = mean + (deviation * table[i]);
        return table;
    }

    protected override (double Mean, double Square) ComputeMoments() => (mean, (mean * mean) + (deviation * deviation));
}

/// <summary>An element-wise operation on fields.</summary>
internal sealed class AppliedField(Func<double, double, double, double> function, IReadOnlyList<Field> operands, IReadOnlyList<Source> sources) : Field(sources)
{
    protected override double[] Compute(Grid grid)
    {
        double[] x = operands[0].On(grid);
        double[] y = operands.Count > 1 ? operands[1].On(grid) : x, z = operands.Count > 2 ? operands[2].On(grid) : x;
        var table = new double[x.Length];
        for (int i = 0; i < table.Length; i++)
            table[i] = function(x[i], y[i], z[i]);
        return table;
    }
}

/// <summary>The same function of other variables: other elements of the same tensor.</summary>
internal sealed class RenamedField(Field field, IReadOnlyDictionary<Source, Source> original, IReadOnlyList<Source> sources) : Field(sources)
{
    // Stands for axes of a grid that the field does not depend on.
    private static readonly Source s_other = new(-1);

    protected override double[] Compute(Grid grid)
        => field.On(new Grid([.. grid.Sources.Select(s => original.TryGetValue(s, out Source? before) ? before : s_other)]));

    protected override (double Mean, double Square) ComputeMoments() => (field.Mean, field.MeanSquare);
}
