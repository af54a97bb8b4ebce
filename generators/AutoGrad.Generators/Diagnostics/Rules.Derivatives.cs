using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AutoGrad.Generators.Diagnostics;

/// <content>AG4: derivatives.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor Unreached = new(
        "AG4001", "A parameter never reaches the loss", "No path leads from parameter '{0}' to the loss '{1}', so its gradient would always be zero: {2}",
        Derivatives, Error, true, helpLinkUri: HelpLinks.Of("AG4001"));

    public static readonly DiagnosticDescriptor NoDerivative = new(
        "AG4002", "This function has no derivative", "'{0}' has no derivative rule: {1}",
        Derivatives, Error, true, helpLinkUri: HelpLinks.Of("AG4002"));

    public static readonly DiagnosticDescriptor NotCompiled = new(
        "AG4003", "This gradient cannot be computed", "The gradient of '{0}' cannot be computed: {1}",
        Derivatives, Error, true, helpLinkUri: HelpLinks.Of("AG4003"));

    public static readonly DiagnosticDescriptor UnreachedArgument = new(
        "AG4004", "An argument never reaches the result", "No path leads from argument '{0}' to the result of '{1}', so its gradient is always zero: {2}; mark it as [NonDifferentiable] if that is meant",
        Derivatives, Warning, true, helpLinkUri: HelpLinks.Of("AG4004"));

    public static readonly DiagnosticDescriptor UnsafeWhere = new(
        "AG4005", "A guarded value has a gradient that is not a number", "Where computes both sides: where the condition on '{0}' is false, '{1}' is still computed, and its infinite derivative times zero gives NaN; guard '{0}' inside '{1}'",
        Derivatives, Warning, true, helpLinkUri: HelpLinks.Of("AG4005"));

    public static readonly DiagnosticDescriptor MutableCapture = new(
        "AG4006", "A forward pass depends on a variable outside of it", "'{0}' is a variable outside of the forward pass, which may change between calls and is not known when this is compiled: {1}",
        Derivatives, Error, true, helpLinkUri: HelpLinks.Of("AG4006"));

    public static readonly DiagnosticDescriptor SmoothForm = new(
        "AG4007", "A smooth form exists", "'{0}' has no derivative where {1}: {2} has one everywhere",
        Derivatives, Info, true, helpLinkUri: HelpLinks.Of("AG4007"));

    public static readonly DiagnosticDescriptor IntegerConversion = new(
        "AG4008", "A conversion to an integer stops every gradient", "'{0}' makes an integer of a number that is differentiated, which stops every gradient: compute with the number itself, or take the integer from an int argument or a length",
        Derivatives, Error, true, helpLinkUri: HelpLinks.Of("AG4008"));

    private static DiagnosticDescriptor[] OfDerivatives() => [Unreached, NoDerivative, NotCompiled, UnreachedArgument, UnsafeWhere, MutableCapture, SmoothForm, IntegerConversion];
}
