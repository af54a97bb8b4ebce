using System.Collections.Immutable;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AutoGrad.Generators.Benchmarks;

/// <summary>Asks for what our analyzer asks for, and does nothing with it: what it takes is the compiler's own work.</summary>
#pragma warning disable RS1036, RS1038, RS1041 // It is never shipped as an analyzer.
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class IdleAnalyzer : DiagnosticAnalyzer
#pragma warning restore RS1036, RS1038, RS1041
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = new ModelAnalyzer().SupportedDiagnostics;

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(static _ => { }, SymbolKind.NamedType);
        context.RegisterSymbolAction(static _ => { }, SymbolKind.Method, SymbolKind.Property);
        context.RegisterOperationAction(static _ => { }, OperationKind.Invocation);
        context.RegisterCompilationStartAction(static start =>
        {
            start.RegisterSymbolAction(static _ => { }, SymbolKind.Method);
            start.RegisterCompilationEndAction(static _ => { });
        });
    }
}
