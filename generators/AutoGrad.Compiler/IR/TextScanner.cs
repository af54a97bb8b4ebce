using System.Globalization;
using System.Text;

namespace AutoGrad.Compiler.IR;

/// <summary>A graph's text that cannot be read: what was expected, and where.</summary>
public sealed class GraphFormatException(string message) : FormatException(message);

/// <summary>Reads tokens of a printed graph.</summary>
internal sealed class TextScanner(string text)
{
    private int _position;

    public bool AtEnd => Peek() == '\0' && _position == text.Length;

    public char Peek()
    {
        while (_position < text.Length && char.IsWhiteSpace(text[_position]))
            _position++;
        return _position < text.Length ? text[_position] : '\0';
    }

    public bool Accept(string token)
    {
        Peek();
        if (string.CompareOrdinal(text, _position, token, 0, token.Length) != 0)
            return false;
        bool isWord = char.IsLetter(token[0]);
        if (isWord && _position + token.Length < text.Length && IsWordPart(text[_position + token.Length]))
            return false;
        _position += token.Length;
        return true;
    }

    public void Expect(string token)
    {
        if (!Accept(token))
            throw Error($"'{token}'");
    }

    public string Word()
    {
        Peek();
        int start = _position;
        while (_position < text.Length && IsWordPart(text[_position]))
            _position++;
        return _position > start ? text.Substring(start, _position - start) : throw Error("a name");
    }

    public long Integer() => long.TryParse(Digits(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : throw Error("an integer");

    public double Number() => double.TryParse(Digits(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : throw Error("a number");

    public long Unsigned()
    {
        Peek();
        int start = _position;
        while (_position < text.Length && text[_position] is >= '0' and <= '9')
            _position++;
        return long.TryParse(text.Substring(start, _position - start), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : throw Error("a number");
    }

    public bool AcceptAdjacent(char c)
    {
        if (_position >= text.Length || text[_position] != c)
            return false;
        _position++;
        return true;
    }

    public bool StartsWith(string token)
    {
        Peek();
        return string.CompareOrdinal(text, _position, token, 0, token.Length) == 0;
    }

    public string Quoted()
    {
        Expect("\"");
        var result = new StringBuilder();
        for (; _position < text.Length && text[_position] != '"'; _position++)
        {
            if (text[_position] != '\\' || _position + 1 == text.Length)
                result.Append(text[_position]);
            else
                result.Append(text[++_position] switch { 'n' => '\n', 'r' => '\r', var c => c });
        }

        if (_position >= text.Length)
            throw Error("a closing quote");
        _position++;
        return result.ToString();
    }

    public GraphFormatException Error(string expected)
        => new($"{expected} expected at position {_position.ToString(CultureInfo.InvariantCulture)}, found '{text.Substring(Math.Min(_position, text.Length), Math.Min(20, text.Length - Math.Min(_position, text.Length)))}'");

    private string Digits()
    {
        Peek();
        int start = _position;
        while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '.' || (text[_position] is '-' or '+' && (_position == start || text[_position - 1] is 'E' or 'e'))))
            _position++;
        return text.Substring(start, _position - start);
    }

    // What a C# identifier may hold; formatting characters are no part of its value.
    private static bool IsWordPart(char c)
        => char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber;
}
