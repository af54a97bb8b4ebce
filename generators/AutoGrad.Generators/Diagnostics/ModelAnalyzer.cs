using System.Collections.Immutable;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Frontend.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>Reports what the front end refuses. It reads with the generator's own front end, and emits nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(AnalyzeType, SymbolKind.NamedType);
        context.RegisterSymbolAction(AnalyzeMember, SymbolKind.Method, SymbolKind.Property);
        context.RegisterOperationAction(Idioms.Check, OperationKind.Invocation);
        context.RegisterCompilationStartAction(UnusedForwards.Register);
    }

    private static void AnalyzeType(SymbolAnalysisContext context)
    {
        if (context.Symbol.Has(Names.Model) && FrontEnd.Read((INamedTypeSymbol)context.Symbol, context.Compilation, context.CancellationToken) is { } reading)
        {
            Report(reading.Problems, context);
            if (reading.Source is { } source && !reading.Problems.Any(p => p.IsError))
                Report(Check((INamedTypeSymbol)context.Symbol, source.Declaration), context);
        }
    }

    private static IEnumerable<Problem> Check(INamedTypeSymbol model, ModelDeclaration declaration)
        => Gradients.Check(model, declaration).Concat(GradientGrowth.Check(model, declaration));

    // Attributes outside of models, such as [Differentiable] on a static method.
    private static void AnalyzeMember(SymbolAnalysisContext context)
    {
        if (context.Symbol is IMethodSymbol method && (method.Has(Names.Differentiable) || method.Has(Names.DerivativeOf)))
            Report(Functions.Check(method, context.Compilation, context.CancellationToken), context);
        if (context.Symbol.ContainingType.Has(Names.Model))
            return;
        List<Problem> problems = [];
        if (context.Symbol is IPropertySymbol state)
            StateReader.CheckOutside(state, problems);
        if (context.Symbol is IMethodSymbol truncated)
            TruncationReader.Check(truncated, problems);
        Report(problems, context);
    }

    private static void Report(IEnumerable<Problem> problems, SymbolAnalysisContext context)
    {
        foreach (Problem problem in problems)
            context.ReportDiagnostic(problem.ToDiagnostic());
    }
}
