using System.Collections.Concurrent;
using AutoGrad.Generators.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>
/// Forward methods that nothing in the compilation names. Names are compared, not symbols: a method of another class with the same name
/// hides a message, which is better than a wrong one. What other projects may call is left alone.
/// </summary>
internal sealed class UnusedForwards
{
    private readonly ConcurrentBag<IMethodSymbol> _candidates = [];

    /// <summary>Starts the search in a compilation.</summary>
    public static void Register(CompilationStartAnalysisContext context)
    {
        var search = new UnusedForwards();
        bool isProgram = context.Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;
        context.RegisterSymbolAction(
            c =>
            {
                if (c.Symbol is IMethodSymbol method && method.Has(Names.Forward) && method.ContainingType.Has(Names.Model) && (isProgram || !IsVisible(method)))
                    search._candidates.Add(method);
            },
            SymbolKind.Method);
        context.RegisterCompilationEndAction(search.Report);
    }

    private void Report(CompilationAnalysisContext context)
    {
        if (_candidates.IsEmpty)
            return;
        HashSet<string> open = [.. _candidates.Select(c => c.Name)];
        foreach (SyntaxTree tree in context.Compilation.SyntaxTrees.Where(t => !t.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)))
        {
            foreach (SyntaxToken token in tree.GetRoot(context.CancellationToken).DescendantTokens())
            {
                if (token.IsKind(SyntaxKind.IdentifierToken) && open.Contains(token.ValueText) && token.Parent is not Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax)
                    open.Remove(token.ValueText);
            }
        }

        foreach (IMethodSymbol method in _candidates.Where(c => open.Contains(c.Name)))
            context.ReportDiagnostic(Diagnostic.Create(Rules.UnusedForward, method.Location(), method.Name));
    }

    private static bool IsVisible(IMethodSymbol method)
    {
        for (ISymbol? symbol = method; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }
}
