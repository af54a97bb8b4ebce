using System.Runtime.CompilerServices;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Which of the library's types generated code cannot name in short, since something of the user's has the name where the class stands.</summary>
internal static class NameClashes
{
    // The functions of a class ask one after the other. A symbol lives as long as its compilation.
    private static readonly ConditionalWeakTable<INamedTypeSymbol, StrongBox<EquatableArray<string>>> s_known = new();

    /// <summary>The names, sorted. A using of the user's file counts, though it does not reach the generated one: no harm is done by a full name.</summary>
    public static EquatableArray<string> Of(INamedTypeSymbol type, TypeDeclarationSyntax syntax, Bodies bodies)
        => s_known.GetValue(type, _ =>
        {
            SemanticModel model = bodies.Model(syntax.SyntaxTree);
            HashSet<string> arguments = [.. type.GetMembers().OfType<IMethodSymbol>().SelectMany(m => m.Parameters).Select(p => p.Name)];
            return new(LibraryNames.Namespaces
                .Where(name => arguments.Contains(name.Key) || model.LookupSymbols(syntax.OpenBraceToken.Span.End, name: name.Key).Any(s => !IsLibrary(s, name.Value)))
                .Select(name => name.Key).OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray());
        }).Value;

    private static bool IsLibrary(ISymbol symbol, string @namespace)
        => symbol is INamedTypeSymbol { ContainingType: null, ContainingNamespace: var own } && own.ToDisplayString() == @namespace;
}
