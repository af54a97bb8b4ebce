using System.Globalization;

namespace AutoGrad;

/// <summary>
/// The header of an .npy file, a Python dictionary such as <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>.
/// (Format: numpy.lib.format.)
/// </summary>
internal sealed record NumpyHeader(string ElementType, bool IsColumnMajor, nint[] Lengths)
{
    private const int HighestRank = 32;

    /// <summary>Reads the text, of which nothing but these three entries is accepted, each once.</summary>
    internal static NumpyHeader Parse(string text)
    {
        var rest = new Reader(text.TrimEnd());
        string? type = null;
        bool? isColumnMajor = null;
        nint[]? lengths = null;
        rest.Expect('{');
        while (!rest.Take('}'))
        {
            string key = rest.Text();
            rest.Expect(':');
            bool isNew = key switch
            {
                "descr" => Set(ref type, rest.Text()),
                "fortran_order" => Set(ref isColumnMajor, rest.Boolean()),
                "shape" => Set(ref lengths, rest.Numbers(HighestRank)),
                _ => throw new InvalidDataException($"its header has the entry '{key}', which the format does not know"),
            };
            if (!isNew)
                throw new InvalidDataException($"its header has the entry '{key}' twice");
            if (!rest.Take(',') && !rest.Is('}'))
                throw rest.Wrong("',' or '}'");
        }

        rest.ExpectEnd();
        if (type is null || isColumnMajor is null || lengths is null)
            throw new InvalidDataException("its header must have the entries descr, fortran_order and shape");
        return new NumpyHeader(type, isColumnMajor.Value, lengths);
    }

    private static bool Set<T>(ref T? entry, T value)
    {
        bool isNew = entry is null;
        entry = value;
        return isNew;
    }

    /// <summary>The text, from left to right.</summary>
    private sealed class Reader(string text)
    {
        private int position;

        internal bool Is(char expected)
        {
            while (position < text.Length && text[position] == ' ')
                position++;
            return position < text.Length && text[position] == expected;
        }

        internal bool Take(char expected)
        {
            bool isThere = Is(expected);
            position += isThere ? 1 : 0;
            return isThere;
        }

        internal void Expect(char expected)
        {
            if (!Take(expected))
                throw Wrong($"'{expected}'");
        }

        internal void ExpectEnd()
        {
            if (position != text.Length)
                throw Wrong("the end");
        }

        internal string Text()
        {
            char quote = Is('"') ? '"' : '\'';
            Expect(quote);
            int end = text.IndexOf(quote, position);
            if (end < 0)
                throw Wrong("a closing quote");
            string found = text[position..end];
            position = end + 1;
            return found;
        }

        internal bool Boolean()
        {
            Is('T');
            foreach ((string name, bool value) in new[] { ("True", true), ("False", false) })
            {
                if (text.AsSpan(position).StartsWith(name, StringComparison.Ordinal))
                {
                    position += name.Length;
                    return value;
                }
            }

            throw Wrong("True or False");
        }

        internal nint[] Numbers(int most)
        {
            var numbers = new List<nint>();
            Expect('(');
            while (!Take(')'))
            {
                int start = position;
                Is('0');
                while (position < text.Length && char.IsAsciiDigit(text[position]))
                    position++;
                if (!nint.TryParse(text.AsSpan(start, position - start).Trim(' '), NumberStyles.None, CultureInfo.InvariantCulture, out nint number))
                    throw Wrong("a length");
                numbers.Add(number);
                if (numbers.Count > most)
                    throw new InvalidDataException($"its header has more than {most} lengths");
                if (!Take(',') && !Is(')'))
                    throw Wrong("',' or ')'");
            }

            return [.. numbers];
        }

        internal InvalidDataException Wrong(string expected)
            => new(string.Create(CultureInfo.InvariantCulture, $"its header should have {expected} at character {position} but is {text[..Math.Min(text.Length, 200)]}"));
    }
}
