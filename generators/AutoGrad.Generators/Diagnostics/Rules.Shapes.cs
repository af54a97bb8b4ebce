using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AutoGrad.Generators.Diagnostics;

/// <content>AG3: shapes, before the program runs.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor ShapeMismatch = new(
        "AG3001", "Shapes do not fit", "{0}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3001"));

    public static readonly DiagnosticDescriptor MissingShape = new(
        "AG3002", "A tensor argument must declare its shape", "Argument '{0}' of '{1}' declares no shape: write [Shape(\"batch\", 64)], a name for each length that is not fixed",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3002"));

    public static readonly DiagnosticDescriptor ProductMismatch = new(
        "AG3003", "The inner lengths of a product differ", "{0}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3003"));

    public static readonly DiagnosticDescriptor BroadcastMismatch = new(
        "AG3004", "Shapes cannot be broadcast", "{0}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3004"));

    public static readonly DiagnosticDescriptor AxisOutside = new(
        "AG3005", "An axis does not exist", "{0}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3005"));

    public static readonly DiagnosticDescriptor ReshapeMismatch = new(
        "AG3006", "A reshape changes the number of elements", "{0}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3006"));

    public static readonly DiagnosticDescriptor ConcatMismatch = new(
        "AG3007", "Tensors cannot be joined", "{0}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3007"));

    public static readonly DiagnosticDescriptor CallMismatch = new(
        "AG3008", "An argument contradicts its declared shape", "Argument '{0}' of '{1}' must have shape {2}{4} but has lengths {3}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3008"));

    public static readonly DiagnosticDescriptor ResultMismatch = new(
        "AG3009", "A result contradicts its declared shape", "The result of '{0}' must have shape {1}, as declared, but has lengths {2}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3009"));

    public static readonly DiagnosticDescriptor IndexOutside = new(
        "AG3010", "An index is outside of its tensor", "{0}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3010"));

    public static readonly DiagnosticDescriptor WindowMismatch = new(
        "AG3011", "A window cannot pass over an image", "{0}",
        Shapes, Error, true, helpLinkUri: HelpLinks.Of("AG3011"));

    private static DiagnosticDescriptor[] OfShapes() =>
    [
        ShapeMismatch, MissingShape, ProductMismatch, BroadcastMismatch, AxisOutside, ReshapeMismatch, ConcatMismatch, CallMismatch, ResultMismatch, IndexOutside, WindowMismatch,
    ];
}
