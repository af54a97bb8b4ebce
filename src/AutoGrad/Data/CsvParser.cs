using System.Globalization;
using System.Text;

namespace AutoGrad;

/// <summary>
/// Cuts separated values (RFC 4180) into rows: fields may be quoted, and hold separators, line breaks and doubled quotes then. A row ends with a
/// line feed, with or without a carriage return before it; rows with nothing at all are passed over.
/// </summary>
internal sealed class CsvParser(TextReader reader, CsvOptions options)
{
    private readonly StringBuilder field = new();
    private readonly HashSet<string> missing = new(options.MissingValues, StringComparer.Ordinal);
    private int line = 1;

    /// <summary>The next row and the line that it begins in; null at the end. A field is null where its value is missing.</summary>
    internal (string?[] Fields, int Line)? Next()
    {
        while (reader.Peek() is '\n' or '\r')
            Break();
        if (reader.Peek() < 0)
            return null;
        int first = line;
        var fields = new List<string?>();
        while (true)
        {
            fields.Add(reader.Peek() == '"' ? Quoted(fields.Count) : Plain(fields.Count));
            int end = reader.Peek();
            if (end == options.Separator)
            {
                reader.Read();
                continue;
            }

            if (end >= 0)
                Break();
            return ([.. fields], first);
        }
    }

    private string? Plain(int column)
    {
        field.Clear();
        while (reader.Peek() is var c && c >= 0 && c != options.Separator && c != '\n' && c != '\r')
        {
            if (c == '"')
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"line {line}, field {column + 1}: a quote stands inside a field that does not begin with one"));
            field.Append((char)reader.Read());
        }

        string text = field.ToString().Trim();
        return text.Length == 0 || missing.Contains(text) ? null : text;
    }

    private string Quoted(int column)
    {
        int first = line;
        field.Clear();
        reader.Read();
        while (true)
        {
            int c = reader.Read();
            if (c < 0)
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"line {first}, field {column + 1}: its quote is not closed before the end of the file"));
            if (c == '"' && reader.Peek() != '"')
                break;
            if (c == '"')
                reader.Read();
            if (c == '\n')
                line++;
            field.Append((char)c);
        }

        int after = reader.Peek();
        if (after >= 0 && after != options.Separator && after != '\n' && after != '\r')
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"line {line}, field {column + 1}: '{(char)after}' follows its closing quote"));
        return field.ToString();
    }

    private void Break()
    {
        if (reader.Read() == '\r' && reader.Peek() == '\n')
            reader.Read();
        line++;
    }
}
