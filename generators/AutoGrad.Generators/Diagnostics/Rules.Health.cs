using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AutoGrad.Generators.Diagnostics;

/// <content>AG5: exploding and vanishing gradients.</content>
internal static partial class Rules
{
    private const string Health = "AutoGrad.Health";

    public static readonly DiagnosticDescriptor Explodes = new(
        "AG5001", "Gradients explode", "The gradient grows by about {0} through '{1}' {2}. This is an estimate at initialisation, for wide layers. {3}.",
        Health, Warning, true);

    public static readonly DiagnosticDescriptor Vanishes = new(
        "AG5002", "Gradients vanish", "The gradient shrinks to about {0} through '{1}' {2}. This is an estimate at initialisation, for wide layers. {3}.",
        Health, Warning, true);

    public static readonly DiagnosticDescriptor Overflows = new(
        "AG5003", "A value overflows in every first step", "In '{0}', {1} is larger than the largest number of its type, whatever the data are: {2}",
        Health, Error, true);

    public static readonly DiagnosticDescriptor Grows = new(
        "AG5004", "Gradients grow or shrink", "The gradient changes by a factor of about {0} through '{1}' {2}. This is an estimate at initialisation, for wide layers. {3}.",
        Health, Info, true);

    private static DiagnosticDescriptor[] OfHealth() => [Explodes, Vanishes, Overflows, Grows];
}
