using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AutoGrad.Generators.Diagnostics;

/// <content>AG5: exploding and vanishing gradients.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor Explodes = new(
        "AG5001", "Gradients explode", "The gradient grows by about {0} through '{1}' {2}. This is an estimate at initialisation, for wide layers. {3}.",
        Health, Warning, true, helpLinkUri: HelpLinks.Of("AG5001"));

    public static readonly DiagnosticDescriptor Vanishes = new(
        "AG5002", "Gradients vanish", "The gradient shrinks to about {0} through '{1}' {2}. This is an estimate at initialisation, for wide layers. {3}.",
        Health, Warning, true, helpLinkUri: HelpLinks.Of("AG5002"));

    public static readonly DiagnosticDescriptor Overflows = new(
        "AG5003", "A value overflows in every first step", "In '{0}', {1} is larger than the largest number of its type, whatever the data are: {2}",
        Health, Error, true, helpLinkUri: HelpLinks.Of("AG5003"));

    public static readonly DiagnosticDescriptor Grows = new(
        "AG5004", "Gradients grow or shrink", "The gradient changes by a factor of about {0} through '{1}' {2}. This is an estimate at initialisation, for wide layers. {3}.",
        Health, Info, true, helpLinkUri: HelpLinks.Of("AG5004"));

    private static DiagnosticDescriptor[] OfHealth() => [Explodes, Vanishes, Overflows, Grows];
}
