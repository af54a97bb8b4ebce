using System.Globalization;
using System.Numerics.Tensors;
using System.Text;

namespace AutoGrad;

/// <summary>A table of separated values (RFC 4180), whose columns become tensors.</summary>
/// <example>
/// <code>
/// CsvTable table = CsvTable.Read("wine.csv");
/// Tensor&lt;float&gt; x = table.Numbers(["alcohol", "ash"], missing: 0);
/// (Tensor&lt;int&gt; y, IReadOnlyList&lt;string&gt; names) = table.Categories("kind");
/// </code>
/// </example>
public sealed class CsvTable
{
    private readonly List<(string?[] Fields, int Line)> rows;
    private readonly Dictionary<string, int> positions;

    private CsvTable(string[] columns, List<(string?[] Fields, int Line)> rows)
    {
        this.rows = rows;
        Columns = columns;
        positions = new Dictionary<string, int>(columns.Length, StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
        {
            if (!positions.TryAdd(columns[i], i))
                throw new InvalidDataException($"two columns have the name '{columns[i]}'");
        }
    }

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>How many rows there are, without the header.</summary>
    public int Rows => rows.Count;

    /// <summary>Reads a file in UTF-8, as it is or compressed by gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How it is written; null for commas and a header.</param>
    /// <exception cref="InvalidDataException">A row has another number of fields than the first, or quotes are not closed; the message names the line.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
        => DataFile.Parse(path, stream =>
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true));
            try
            {
                return Read(reader, options ?? new CsvOptions());
            }
            catch (DecoderFallbackException e)
            {
                throw new InvalidDataException("it is not UTF-8", e);
            }
        });

    /// <summary>Reads text.</summary>
    /// <param name="text">The rows.</param>
    /// <param name="options">How they are written; null for commas and a header.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Read(string, CsvOptions?)"/>.</exception>
    public static CsvTable Parse(string text, CsvOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Read(new StringReader(text), options ?? new CsvOptions());
    }

    /// <summary>The fields of a column as they are; null where the value is missing.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public IReadOnlyList<string?> Texts(string column)
    {
        int position = Position(column);
        return [.. rows.Select(row => row.Fields[position])];
    }

    /// <summary>Columns as numbers, written as in the invariant culture.</summary>
    /// <param name="columns">Their names.</param>
    /// <param name="missing">What stands for a missing value (NaN may); null refuses it.</param>
    /// <returns>[rows, columns].</returns>
    /// <exception cref="InvalidDataException">A field is no number, or missing; the message names its line and column.</exception>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public Tensor<float> Numbers(IReadOnlyList<string> columns, float? missing = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        RequireRows();
        int[] places = [.. columns.Select(Position)];
        if (places.Length == 0)
            throw new ArgumentException("There must be at least one column.", nameof(columns));
        var numbers = new float[checked(rows.Count * places.Length)];
        for (int r = 0; r < rows.Count; r++)
        {
            for (int c = 0; c < places.Length; c++)
                numbers[r * places.Length + c] = Number(r, places[c], missing);
        }

        return Tensor.Create(numbers, [rows.Count, places.Length]);
    }

    /// <summary>A column of classes as their positions in a list of names.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="names">The names, as another table gave them; null for those of this table in ordinal order.</param>
    /// <returns>[rows] positions, and the names.</returns>
    /// <exception cref="InvalidDataException">A field is missing, or none of the names; the message names its line.</exception>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public (Tensor<int> Classes, IReadOnlyList<string> Names) Categories(string column, IReadOnlyList<string>? names = null)
    {
        RequireRows();
        int position = Position(column);
        names ??= [.. rows.Select(row => row.Fields[position]).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> known = names.Select((name, i) => (name, i)).ToDictionary(pair => pair.name, pair => pair.i, StringComparer.Ordinal);
        int[] classes = [.. rows.Select(row => row.Fields[position] is not { } field
            ? throw new InvalidDataException($"{At(row.Line, position)}: the value is missing")
            : known.TryGetValue(field, out int found) ? found : throw new InvalidDataException($"{At(row.Line, position)}: '{field}' is none of {string.Join(", ", names)}"))];
        return (Tensor.Create(classes, [classes.Length]), names);
    }

    private static CsvTable Read(TextReader reader, CsvOptions options)
    {
        if (options.Separator is '"' or '\n' or '\r')
            throw new ArgumentException("Quotes and line breaks cannot separate fields.", nameof(options));
        var parser = new CsvParser(reader, options);
        string[]? columns = null;
        if (options.HasHeader)
        {
            (string?[] names, int line) = parser.Next() ?? throw new InvalidDataException("it has no header");
            columns = [.. names.Select((name, i) => name ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"line {line}: column {i + 1} has no name")))];
        }

        var rows = new List<(string?[] Fields, int Line)>();
        while (parser.Next() is var (fields, line))
        {
            columns ??= [.. Enumerable.Range(0, fields.Length).Select(i => i.ToString(CultureInfo.InvariantCulture))];
            if (fields.Length != columns.Length)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"line {line} has {fields.Length} fields, but there are {columns.Length} columns"));
            rows.Add((fields, line));
        }

        return new CsvTable(columns ?? [], rows);
    }

    private float Number(int row, int position, float? missing)
    {
        (string?[] fields, int line) = rows[row];
        if (fields[position] is not { } field)
            return missing ?? throw new InvalidDataException($"{At(line, position)}: the value is missing");
        return float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
            ? number
            : throw new InvalidDataException($"{At(line, position)}: '{field}' is no number");
    }

    private string At(int line, int position) => string.Create(CultureInfo.InvariantCulture, $"line {line}, column '{Columns[position]}'");

    private void RequireRows()
    {
        if (rows.Count == 0)
            throw new InvalidDataException("The table has no rows.");
    }

    private int Position(string column)
        => positions.TryGetValue(column, out int position)
            ? position
            : throw new KeyNotFoundException($"There is no column '{column}'; there are {string.Join(", ", Columns)}.");
}
