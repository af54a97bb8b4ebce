using System.Collections.Immutable;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Generators.Emission;

/// <summary>
/// Names of generated files. They must differ within the generator even where case is ignored, or the whole generator fails; C# tells
/// overloads, and types whose names differ in case, apart.
/// </summary>
internal static class HintNames
{
    /// <summary>The type names, of all models, that cannot name a file because another one reads the same; sorted, almost always none.</summary>
    public static EquatableArray<string> Clashes(ImmutableArray<string> types, CancellationToken cancellation)
        => types.Distinct(StringComparer.Ordinal).GroupBy(Letters, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)
            .SelectMany(group => group).OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();

    /// <summary>The file of a type's part, such as <c>Namespace.Model.Loss.g.cs</c>.</summary>
    public static string Of(string type, string part, EquatableArray<string> clashes)
    {
        int position = clashes.ToList().IndexOf(type);
        string number = position < 0 ? "" : FormattableString.Invariant($"({position})");
        return Letters(type) + number + (part.Length > 0 ? "." : "") + Letters(part) + ".g.cs";
    }

    /// <summary>Numbers a part of which there are several.</summary>
    public static string Unique(string part, HashSet<string> taken)
    {
        string name = part;
        for (int i = 2; !taken.Add(name); i++)
            name = FormattableString.Invariant($"{part}({i})");
        return name;
    }

    // What else an identifier may hold, such as combining marks, may not be in a file's name.
    private static string Letters(string name) => new([.. name.Select(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '+' ? c : '-')]);
}
