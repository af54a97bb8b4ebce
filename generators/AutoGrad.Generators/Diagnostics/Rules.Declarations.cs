using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AutoGrad.Generators.Diagnostics;

/// <content>AG1: declarations.</content>
internal static partial class Rules
{
    public static readonly DiagnosticDescriptor NotPartial = new(
        "AG1001", "A model must be partial", "'{0}' must be partial, so that {1} can be added: write 'partial {2} {0}'",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1001"));

    public static readonly DiagnosticDescriptor ModelKind = new(
        "AG1002", "This type cannot be a model", "'{0}' cannot be a model: {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1002"));

    public static readonly DiagnosticDescriptor ParameterProperty = new(
        "AG1003", "A parameter must be a partial property of type Tensor<float>", "'{0}' cannot be a parameter: {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1003"));

    public static readonly DiagnosticDescriptor ParameterLengths = new(
        "AG1004", "A parameter must declare its lengths", "Parameter '{0}' {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1004"));

    public static readonly DiagnosticDescriptor MethodSignature = new(
        "AG1005", "A method has a signature that cannot be compiled", "'{0}' {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1005"));

    public static readonly DiagnosticDescriptor TwoLosses = new(
        "AG1006", "A model has one loss", "'{0}' is a second [Loss] beside '{1}': a model is trained by one; mark the other as [Forward], or remove its attribute",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1006"));

    public static readonly DiagnosticDescriptor ForwardOverloads = new(
        "AG1007", "An overload hides the generated forward pass", "'{0}' takes the arguments of [Forward] '{1}' and one tensor more, so a call of the generated overload with a destination would bind to it: rename one of the two",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1007"));

    public static readonly DiagnosticDescriptor MethodArgument = new(
        "AG1008", "An argument cannot be compiled", "Argument '{0}' of '{1}' {2}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1008"));

    public static readonly DiagnosticDescriptor GradientPolicy = new(
        "AG1010", "Penalties contradict each other", "'{0}' {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1010"));

    public static readonly DiagnosticDescriptor ShapeAttribute = new(
        "AG1011", "A declared shape cannot be read", "The shape of {0} {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1011"));

    public static readonly DiagnosticDescriptor Layer = new(
        "AG1012", "A property cannot be a layer", "'{0}' cannot be a layer: {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1012"));

    public static readonly DiagnosticDescriptor LayerGraph = new(
        "AG1013", "A compiled layer cannot be used", "The layer '{0}' cannot be compiled in: {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1013"));

    public static readonly DiagnosticDescriptor ContradictingShapes = new(
        "AG1014", "Declared shapes contradict each other", "The result of '{0}' has the length '{1}', which no argument has: the lengths of arguments are {2}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1014"));

    public static readonly DiagnosticDescriptor DerivativeSignature = new(
        "AG1015", "A derivative does not fit its function", "'{0}' {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1015"));

    public static readonly DiagnosticDescriptor DuplicateName = new(
        "AG1016", "Two gradients would have one name", "The gradients of '{0}' and '{1}' would both be called '{2}' in the result of '{3}': rename one of the two",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1016"));

    public static readonly DiagnosticDescriptor GeneratedName = new(
        "AG1017", "A member has the name of one that is added", "'{0}' has the name of a member that is added to '{1}' ({2}): rename it",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1017"));

    public static readonly DiagnosticDescriptor UnusedForward = new(
        "AG1018", "A forward method is never used", "No loss and no caller in this project uses [Forward] '{0}': remove it, or call it",
        Declarations, Info, true, helpLinkUri: HelpLinks.Of("AG1018"), customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor UnusedParameter = new(
        "AG1019", "A parameter is never used", "No method of '{1}' computes anything from parameter '{0}': use it, or remove it",
        Declarations, Warning, true, helpLinkUri: HelpLinks.Of("AG1019"));

    public static readonly DiagnosticDescriptor StateProperty = new(
        "AG1020", "A property cannot be a state", "'{0}' cannot be a state: {1}",
        Declarations, Error, true, helpLinkUri: HelpLinks.Of("AG1020"));

    private static DiagnosticDescriptor[] OfDeclarations() =>
    [
        NotPartial, ModelKind, ParameterProperty, ParameterLengths, MethodSignature, TwoLosses, ForwardOverloads, MethodArgument,
        GradientPolicy, ShapeAttribute, Layer, LayerGraph, ContradictingShapes, DerivativeSignature, DuplicateName, GeneratedName,
        UnusedForward, UnusedParameter, StateProperty,
    ];
}
