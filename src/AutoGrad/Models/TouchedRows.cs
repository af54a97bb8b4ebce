using System.ComponentModel;

namespace AutoGrad;

/// <summary>
/// The rows of a table's gradient that the last backward pass wrote to, the others being zero: so the next one clears these and no more. Where
/// anything else may have written to the gradient, nothing is known of it and all of it is cleared.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class TouchedRows
{
    private int[] rows = [];
    private bool[] isTouched = [];

    internal int Count { get; private set; }

    /// <summary>Whether all rows but these are zero.</summary>
    internal bool IsKnown { get; set; }

    /// <summary>Which writing of the gradients the rows are of.</summary>
    internal int Version { get; set; } = -1;

    internal ReadOnlySpan<int> Rows => rows.AsSpan(0, Count);

    /// <summary>Forgets all rows, of a table that has so many.</summary>
    internal void Clear(int tableRows)
    {
        if (isTouched.Length != tableRows)
            (isTouched, rows, Count) = (new bool[tableRows], new int[tableRows], 0);
        foreach (int row in Rows)
            isTouched[row] = false;
        Count = 0;
    }

    /// <summary>Remembers a row; true where it is new.</summary>
    internal bool Add(int row)
    {
        if (isTouched[row])
            return false;
        isTouched[row] = true;
        rows[Count++] = row;
        return true;
    }
}
