using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AutoGrad.Generators.Diagnostics;

/// <content>AG5: exploding and vanishing gradients.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor Explodes = new(
        "AG5001", "Gradients explode", "The gradient grows by about {0} through '{1}' {2}. This is an estimate at initialisation, for wide layers. {3}.",
        Health, Warning, true, helpLinkUri: Help + "AG5001.md");

    public static readonly DiagnosticDescriptor Vanishes = new(
        "AG5002", "Gradients vanish", "The gradient shrinks to about {0} through '{1}' {2}. This is an estimate at initialisation, for wide layers. {3}.",
        Health, Warning, true, helpLinkUri: Help + "AG5002.md");

    public static readonly DiagnosticDescriptor Overflows = new(
        "AG5003", "A value overflows in every first step", "In '{0}', {1} is larger than the largest number of its type, whatever the data are: {2}",
        Health, Error, true, helpLinkUri: Help + "AG5003.md");

    public static readonly DiagnosticDescriptor Grows = new(
        "AG5004", "Gradients grow or shrink", "The gradient changes by a factor of about {0} through '{1}' {2}. This is an estimate at initialisation, for wide layers. {3}.",
        Health, Info, true, helpLinkUri: Help + "AG5004.md");

    private static DiagnosticDescriptor[] OfHealth() => [Explodes, Vanishes, Overflows, Grows];
}
