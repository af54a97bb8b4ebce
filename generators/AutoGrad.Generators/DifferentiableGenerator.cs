using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Emission;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Frontend.Functions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Generators;

/// <summary>
/// Adds to each class marked <c>[Model]</c> its parameters, gradients and training step, and to each function marked
/// <c>[Differentiable]</c> its derivatives. Reading and lowering happen in the transforms, compiling begins behind them on all cores,
/// code is written in the outputs, and nothing is reported here: that is <see cref="Diagnostics.ModelAnalyzer"/>'s work.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class DifferentiableGenerator : IIncrementalGenerator
{
    /// <summary>The step that holds what code is generated from.</summary>
    public const string ModelStep = "Model";

    /// <summary>The step that holds where expressions stand; the only one that an edit elsewhere in the file runs again.</summary>
    public const string PositionsStep = "Positions";

    /// <summary>The step that holds whether gradients are checked anywhere in the project.</summary>
    public const string ChecksStep = "Checks";

    /// <summary>The step that holds which models cannot give their files their own names.</summary>
    public const string ClashesStep = "Clashes";

    /// <summary>The step that holds what the derivatives of a function are generated from.</summary>
    public const string FunctionStep = "Function";

    /// <summary>The step that holds which classes cannot give the files of their functions their own names.</summary>
    public const string FunctionClashesStep = "FunctionClashes";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ModelSource?> models = context.SyntaxProvider
            .ForAttributeWithMetadataName(Names.Model, static (node, _) => node is TypeDeclarationSyntax, FrontEnd.ReadSource)
            .WithTrackingName(ModelStep);
        IncrementalValuesProvider<PositionTable?> positions = context.SyntaxProvider
            .ForAttributeWithMetadataName(Names.Model, static (node, _) => node is TypeDeclarationSyntax, FrontEnd.ReadPositions)
            .WithTrackingName(PositionsStep);

        IncrementalValueProvider<EquatableArray<string>> clashes = models
            .Where(static model => model is not null)
            .Select(static (model, _) => model!.TypeName)
            .Collect()
            .Select(HintNames.Clashes)
            .WithTrackingName(ClashesStep);

        IncrementalValueProvider<bool> checks = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is IdentifierNameSyntax { Identifier.ValueText: "GradientCheck", Parent: not NameEqualsSyntax }, static (_, _) => true)
            .Collect()
            .Select(static (mentions, _) => mentions.Length > 0)
            .WithTrackingName(ChecksStep);

        IncrementalValuesProvider<FunctionSource?> functions = context.SyntaxProvider
            .ForAttributeWithMetadataName(Names.Differentiable, static (node, _) => node is MethodDeclarationSyntax, FunctionReader.ReadSource)
            .WithTrackingName(FunctionStep);
        IncrementalValueProvider<EquatableArray<string>> functionClashes = functions
            .Where(static function => function is not null)
            .Select(static (function, _) => function!.TypeName)
            .Collect()
            .Select(HintNames.Clashes)
            .WithTrackingName(FunctionClashesStep);

        context.RegisterSourceOutput(models.Combine(checks).Combine(clashes).Select(ModelOutput.Begin), ModelOutput.Write);
        context.RegisterSourceOutput(positions.Combine(clashes), PositionsOutput.Write);
        context.RegisterSourceOutput(functions.Select(FunctionOutput.Begin).Combine(functionClashes), FunctionOutput.Write);
    }
}
