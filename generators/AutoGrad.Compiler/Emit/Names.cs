using System.Globalization;

namespace AutoGrad.Compiler.Emit;

/// <summary>The identifiers of one scope: each is given once, a second asker gets a number behind it.</summary>
internal sealed class Names(params IEnumerable<string> reserved)
{
    private static readonly HashSet<string> s_keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double",
        "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal",
        "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return",
        "sbyte", "sealed", "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked",
        "unsafe", "ushort", "using", "virtual", "void", "volatile", "while",
    ];

    private readonly HashSet<string> _taken = new(reserved, StringComparer.Ordinal);

    /// <summary>The wanted name, with a number where it is taken.</summary>
    public string Unique(string wanted)
    {
        string sanitized = Sanitize(wanted), name = sanitized;
        for (int i = 2; s_keywords.Contains(name) || !_taken.Add(name); i++)
            name = sanitized + i.ToString(CultureInfo.InvariantCulture);
        return name;
    }

    /// <summary>The name with a small first letter.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>The name with a large first letter.</summary>
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    private static string Sanitize(string name)
    {
        string letters = IsSane(name) ? name : new([.. name.Where(IsLetter)]);
        return letters.Length == 0 || char.IsDigit(letters[0]) ? "value" + letters : letters;
    }

    private static bool IsSane(string name)
    {
        foreach (char c in name)
        {
            if (!IsLetter(c))
                return false;
        }

        return true;
    }

    private static bool IsLetter(char c) => char.IsLetterOrDigit(c) || c == '_';
}
