using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>How an operand or a result of a kernel lies over its rows and columns.</summary>
public enum Pattern
{
    /// <summary>One element for all.</summary>
    Scalar,

    /// <summary>One element a row.</summary>
    PerRow,

    /// <summary>One element a column.</summary>
    PerColumn,

    /// <summary>One element each.</summary>
    Full,
}

/// <summary>
/// The matrix that a fused kernel runs over. Neighbouring axes that all operands have, or lack, alike are one axis; what is left must be at
/// most two, rows and columns. Axes of length 1 do not count.
/// </summary>
public sealed class IterationSpace
{
    private readonly bool[] _isRow;
    private readonly bool[] _isColumn;

    private IterationSpace(Shape shape, bool[] isRow, bool[] isColumn)
    {
        _isRow = isRow;
        _isColumn = isColumn;
        Rows = Dim.Product(shape.Dims.Where((_, i) => isRow[i]));
        Columns = Dim.Product(shape.Dims.Where((_, i) => isColumn[i]));
    }

    /// <summary>The number of rows.</summary>
    public Dim Rows { get; }

    /// <summary>The number of columns, which are contiguous.</summary>
    public Dim Columns { get; }

    /// <summary>
    /// The space of a shape whose operands and results have these axes, and whose columns begin at an axis of <paramref name="splits"/>; null
    /// where it does not collapse to a matrix.
    /// </summary>
    public static IterationSpace? TryCreate(Shape shape, IEnumerable<EquatableArray<long>> axes, bool isProduct, IEnumerable<int> splits)
    {
        if (isProduct)
            return shape.Rank == 2 && splits.All(s => s == 1) ? new IterationSpace(shape, [true, false], [false, true]) : null;

        EquatableArray<long>[] masks = [.. axes];
        List<List<int>> runs = [];
        HashSet<int> starts = [.. splits];
        bool splitsHere = false;
        string? last = null;
        for (int i = 0; i < shape.Rank; i++)
        {
            splitsHere |= starts.Contains(i);
            if (shape[i].Is(1))
                continue;
            string signature = string.Concat(masks.Select(m => m.Contains(i) ? '1' : '0'));
            if (signature != last || splitsHere)
                runs.Add([]);
            splitsHere = false;
            last = signature;
            runs[runs.Count - 1].Add(i);
        }

        if (runs.Count > 2)
            return null;
        var isRow = new bool[shape.Rank];
        var isColumn = new bool[shape.Rank];
        foreach (int axis in runs.Count == 2 ? runs[0] : [])
            isRow[axis] = true;
        foreach (int axis in runs.Count > 0 ? runs[runs.Count - 1] : [])
            isColumn[axis] = true;
        return new IterationSpace(shape, isRow, isColumn);
    }

    /// <summary>How a value that has these axes of the shape lies over the matrix.</summary>
    public Pattern PatternOf(EquatableArray<long> axes)
    {
        bool rows = axes.Any(a => _isRow[(int)a]), columns = axes.Any(a => _isColumn[(int)a]);
        return (rows, columns) switch
        {
            (true, true) => Pattern.Full,
            (false, true) => _isRow.Any(r => r) ? Pattern.PerColumn : Pattern.Full,
            (true, false) => Pattern.PerRow,
            _ => Pattern.Scalar,
        };
    }
}
