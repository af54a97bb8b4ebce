using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>Something that the user has to change. Holds a location, so it never enters a cached model: the analyzer reports it, the generator drops it.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Location Location, params object[] Arguments)
{
    /// <summary>The declaration that is contradicted, or none.</summary>
    public Location? Declaration { get; init; }

    /// <summary>What a code fix needs to know, by name.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = None;

    /// <summary>Nothing to know.</summary>
    public static ImmutableDictionary<string, string?> None => ImmutableDictionary<string, string?>.Empty;

    /// <summary>Whether nothing may be generated from what is wrong. It does not depend on configured severities: those are the reader's choice.</summary>
    public bool IsError => Rule.DefaultSeverity == DiagnosticSeverity.Error;

    /// <summary>The diagnostic to report.</summary>
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location, Declaration is null ? [] : [Declaration], Properties, IsWhole ? [Sentence((string)Arguments[0])] : Arguments);

    // What shapes do not fit, the operation says in its own words.
    private bool IsWhole => Rule.MessageFormat.ToString(CultureInfo.InvariantCulture) == "{0}";

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
