namespace AutoGrad;

/// <summary>How a file of separated values is written.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between two fields of a row.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Whether the first row has the names of the columns; else they are called 0, 1, 2 ...</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>Fields without quotes that mean that a value is missing; an empty one always does.</summary>
    public IReadOnlyCollection<string> MissingValues { get; init; } = ["NA", "N/A", "NaN", "nan", "null", "?"];
}
