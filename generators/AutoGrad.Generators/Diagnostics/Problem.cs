using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>Something that the user has to change. Holds a location, so it never enters a cached model: the analyzer reports it, the generator drops it.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Location Location, params object[] Arguments)
{
    /// <summary>What a code fix needs to know, by name.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = None;

    /// <summary>Nothing to know.</summary>
    public static ImmutableDictionary<string, string?> None => ImmutableDictionary<string, string?>.Empty;

    /// <summary>The diagnostic to report.</summary>
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location, [], Properties, Arguments);
}
