using System.Text;
using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Writes some of the library's types in full in generated text. Only where a name stands as a type: an argument or a field may have it too.
/// Comments and strings stay as they are.
/// </summary>
internal static class Qualifier
{
    /// <summary>The text in which none of these names is short.</summary>
    public static string Run(string text, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
            return text;
        var result = new StringBuilder();
        for (int i = 0; i < text.Length;)
        {
            int end = EndOfToken(text, i);
            string token = text.Substring(i, end - i);
            bool isType = names.Contains(token) && IsUnqualified(text, i) && (IsInterface(token) || IsType(text, i, end));
            result.Append(isType ? $"global::{LibraryNames.Namespaces[token]}.{token}" : token);
            i = end;
        }

        return result.ToString();
    }

    private static int EndOfToken(string text, int start)
    {
        if (string.CompareOrdinal(text, start, "\"\"\"", 0, 3) == 0)
            return text.IndexOf("\"\"\"", start + 3, StringComparison.Ordinal) + 3;
        if (text[start] == '"')
        {
            int quote = start + 1;
            while (text[quote] != '"')
                quote += text[quote] == '\\' ? 2 : 1;
            return quote + 1;
        }

        bool isComment = text[start] == '/' && start + 1 < text.Length && text[start + 1] == '/';
        if (isComment || text[start] == '#')
            return text.IndexOf('\n', start) is >= 0 and var line ? line : text.Length;
        int end = start + 1;
        while (IsLetter(text[start]) && end < text.Length && IsLetter(text[end]))
            end++;
        return end;
    }

    private static bool IsUnqualified(string text, int start) => start == 0 || text[start - 1] is not ('.' or ':' or '@');

    // Before a member, type arguments or the name of what is declared; behind 'new'; in an attribute.
    private static bool IsType(string text, int start, int end)
    {
        if (text[end] is '.' or '<')
            return string.CompareOrdinal(text, end, ".Lengths", 0, 8) != 0;
        if (text[end] == '(')
            return text[start - 1] == '[' || (start >= 4 && text.Substring(start - 4, 4) == "new ");
        int next = text[end] == '?' ? end + 1 : end;
        return (text[next] == ' ' && IsLetter(text[next + 1])) || text[end] == '[';
    }

    private static bool IsInterface(string token) => token[0] == 'I' && token.Length > 1 && char.IsUpper(token[1]);

    private static bool IsLetter(char c) => char.IsLetterOrDigit(c) || c == '_';
}
