using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AutoGrad.Generators.Diagnostics;

/// <content>AG43: clips.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor TwoNormClips = new(
        "AG4301", "Two norm clips on one parameter", "'{0}' has [{1}] and [{2}]: at most one norm clip applies to a parameter; remove one",
        Clips, Error, true, helpLinkUri: HelpLinks.Of("AG4301"));

    public static readonly DiagnosticDescriptor ClipWithoutParameter = new(
        "AG4302", "A clip applies to no parameter", "[{0}] on '{1}' applies to no parameter: {2}",
        Clips, Warning, true, helpLinkUri: HelpLinks.Of("AG4302"));

    public static readonly DiagnosticDescriptor EscapesClips = new(
        "AG4303", "A parameter escapes every clip", "No clip applies to parameter '{0}', while its siblings are clipped ({1}): clip the class, or write [ClipNorm(float.PositiveInfinity)] if that is meant",
        Clips, Warning, true, helpLinkUri: HelpLinks.Of("AG4303"));

    public static readonly DiagnosticDescriptor ClipThreshold = new(
        "AG4304", "The threshold of a clip is not positive", "[{0}] on '{1}' has the threshold {2}: it must be above 0, or nothing is left of any gradient",
        Clips, Error, true, helpLinkUri: HelpLinks.Of("AG4304"));

    private static DiagnosticDescriptor[] OfClips() => [TwoNormClips, ClipWithoutParameter, EscapesClips, ClipThreshold];
}
