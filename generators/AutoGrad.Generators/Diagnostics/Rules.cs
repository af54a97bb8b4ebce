using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>
/// All diagnostics, in order of their numbers: AG1 declarations, AG2 C# that is not supported, AG3 shapes, AG4 derivatives, AG5 exploding and
/// vanishing gradients. None of the first four can be configured: each stands for a gradient that could not be computed, and a program
/// without it would be wrong. The last are estimates.
/// </summary>
internal static partial class Rules
{
    private const string Declarations = "AutoGrad.Declarations", Language = "AutoGrad.Language", Shapes = "AutoGrad.Shapes", Derivatives = "AutoGrad.Derivatives";

    public static readonly DiagnosticDescriptor NotPartial = new(
        "AG1001", "A model must be partial", "'{0}' must be partial, so that its parameters and gradients can be added: write 'partial class {0}'", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ModelKind = new(
        "AG1002", "This type cannot be a model", "'{0}' cannot be a model: {1}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ParameterProperty = new(
        "AG1003", "A parameter must be a partial property of type Tensor<float>", "'{0}' cannot be a parameter: {1}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ParameterLengths = new(
        "AG1004", "A parameter must declare its lengths", "Parameter '{0}' {1}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor MethodSignature = new(
        "AG1005", "A forward or loss method has a signature that cannot be compiled", "'{0}' {1}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor TwoLosses = new(
        "AG1006", "A model has one loss", "'{0}' is a second [Loss] beside '{1}': a model is trained by one", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ForwardOverloads = new(
        "AG1007", "An overload hides the generated forward pass", "'{0}' takes the arguments of [Forward] '{1}' and one tensor more, so a call of the generated overload with a destination would bind to it: rename one of the two", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor MethodArgument = new(
        "AG1008", "An argument of a forward or loss method cannot be compiled", "Argument '{0}' of '{1}' {2}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NotImplemented = new(
        "AG1009", "This attribute is not implemented yet", "[{0}] is not implemented yet: {1}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor GradientPolicy = new(
        "AG1010", "Clips or penalties contradict each other", "'{0}' {1}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ShapeAttribute = new(
        "AG1011", "A declared shape cannot be read", "The shape of {0} {1}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Layer = new(
        "AG1012", "A property cannot be a layer", "'{0}' cannot be a layer: {1}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor LayerGraph = new(
        "AG1013", "The graph of a layer cannot be used", "The layer '{0}' cannot be compiled in: {1}", Declarations, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Unsupported = new(
        "AG2001", "This C# cannot be differentiated", "{0} cannot be compiled: {1}", Language, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Recursion = new(
        "AG2002", "A forward pass must not be recursive", "'{0}' calls itself: calls are written out in place, which would have no end", Language, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor InPlace = new(
        "AG2003", "A tensor must not be changed in place", "{0} changes {1} in place, for every variable that holds it: {2}", Language, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ShapeMismatch = new(
        "AG3001", "Shapes do not fit", "{0}", Shapes, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor MissingShape = new(
        "AG3002", "A tensor argument must declare its shape", "Argument '{0}' of '{1}' declares no shape: write [Shape(\"batch\", 64)], a name for each length that is not fixed", Shapes, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor Unreached = new(
        "AG4001", "A parameter never reaches the loss", "No path leads from parameter '{0}' to the loss '{1}': its gradient would always be zero", Derivatives, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NoDerivative = new(
        "AG4002", "This function has no derivative", "'{0}' has no derivative rule: {1}", Derivatives, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NotCompiled = new(
        "AG4003", "The gradient of this loss cannot be computed", "The gradient of '{0}' cannot be computed: {1}", Derivatives, Error, true, customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>All rules, in order.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Every.Rules;

    // A type of its own: fields in several files are initialised in no particular order, but before another type's that reads them.
    private static class Every
    {
        public static readonly ImmutableArray<DiagnosticDescriptor> Rules =
        [
            NotPartial, ModelKind, ParameterProperty, ParameterLengths, MethodSignature, TwoLosses, ForwardOverloads, MethodArgument, NotImplemented,
            GradientPolicy, ShapeAttribute, Layer, LayerGraph, Unsupported, Recursion, InPlace, ShapeMismatch, MissingShape, Unreached, NoDerivative, NotCompiled, .. OfHealth(),
        ];
    }
}
