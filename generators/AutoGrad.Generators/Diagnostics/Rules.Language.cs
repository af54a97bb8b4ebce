using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AutoGrad.Generators.Diagnostics;

/// <content>AG2: C# that is not supported.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor Unsupported = new(
        "AG2001", "This C# cannot be differentiated", "{0} cannot be compiled: {1}",
        Language, Error, true, helpLinkUri: HelpLinks.Of("AG2001"));

    public static readonly DiagnosticDescriptor Recursion = new(
        "AG2002", "A forward pass must not be recursive", "'{0}' calls itself: calls are written out in place, which would have no end; write a loop",
        Language, Error, true, helpLinkUri: HelpLinks.Of("AG2002"));

    public static readonly DiagnosticDescriptor InPlace = new(
        "AG2003", "A tensor must not be changed in place", "{0} changes {1} in place, for every variable that holds it: {2}",
        Language, Error, true, helpLinkUri: HelpLinks.Of("AG2003"));

    private static DiagnosticDescriptor[] OfLanguage() => [Unsupported, Recursion, InPlace];
}
