using System.Runtime.CompilerServices;
using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Frontend.Declarations;
using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Generators.Frontend.Functions;

/// <summary>
/// A compilation in which calls of generated derivatives and the names of generated members are bound: a generator does not see what it generates,
/// and to it such a call, and all that comes after it, has no type. The analyzer sees the members themselves, for which nothing is added.
/// </summary>
internal static class DerivativeStubs
{
    // Binding anew is dear: one compilation serves all functions that need it, and lives as long as the one that it is made of.
    private static readonly ConditionalWeakTable<Compilation, Compilation> s_known = new();

    /// <summary>The compilation with the signatures of all derivatives that it lacks; itself where it lacks none.</summary>
    public static Compilation AddTo(Compilation compilation, CancellationToken cancellation)
    {
        if (s_known.TryGetValue(compilation, out Compilation? known))
            return known;
        SyntaxTree[] stubs = [.. Functions(compilation, cancellation).Select(f => Stub(f, compilation, cancellation)).Concat(Models(compilation, cancellation).Select(m => Stub(m, compilation, cancellation))).OfType<SyntaxTree>()];
        Compilation bound = stubs.Length == 0 ? compilation : compilation.AddSyntaxTrees(stubs);
        return s_known.GetValue(compilation, _ => bound);
    }

    private static IEnumerable<IMethodSymbol> Functions(Compilation compilation, CancellationToken cancellation)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (MethodDeclarationSyntax syntax in tree.GetRoot(cancellation).DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<MethodDeclarationSyntax>())
            {
                if (syntax.AttributeLists.Count > 0 && (model ??= compilation.GetSemanticModel(tree)).GetDeclaredSymbol(syntax, cancellation) is { } method && method.Has(Names.Differentiable))
                    yield return method;
            }
        }
    }

    private static IEnumerable<(INamedTypeSymbol Type, TypeDeclarationSyntax Syntax)> Models(Compilation compilation, CancellationToken cancellation)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (SyntaxTree tree in compilation.SyntaxTrees.Where(t => !Bodies.IsGenerated(t)))
        {
            SemanticModel? model = null;
            foreach (TypeDeclarationSyntax syntax in tree.GetRoot(cancellation).DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).OfType<TypeDeclarationSyntax>())
            {
                if (syntax.AttributeLists.Count > 0 && (model ??= compilation.GetSemanticModel(tree)).GetDeclaredSymbol(syntax, cancellation) is { } type && type.Has(Names.Model) && seen.Add(type))
                    yield return (type, syntax);
            }
        }
    }

    // The members of a model that its methods name.
    private static SyntaxTree? Stub((INamedTypeSymbol Type, TypeDeclarationSyntax Syntax) model, Compilation compilation, CancellationToken cancellation)
    {
        HashSet<string> named = GeneratedMembers.NamedIn(model.Type);
        named.RemoveWhere(name => model.Type.GetMembers(name).Length > 0);
        if (named.Count == 0)
            return null;
        string[] headers = [.. Headers.Around(model.Syntax), $"{Headers.OfType(model.Syntax)} {model.Syntax.Identifier.Text}"];
        string @namespace = Headers.Namespace(model.Type.ContainingNamespace) is { Length: > 0 } name ? $"namespace {name};\n" : "";
        string members = (named.Contains(GeneratedMembers.IsTraining) ? $"public bool {GeneratedMembers.IsTraining} {{ get; set; }}\n" : "")
            + (named.Contains(GeneratedMembers.Draws) ? $"private global::{Names.RandomDraws} {GeneratedMembers.Draws} => throw null!;\n" : "");
        return Parse($"{@namespace}{string.Concat(headers.Select(h => h + "\n{\n"))}{members}{string.Concat(Enumerable.Repeat("}\n", headers.Length))}", compilation, cancellation);
    }

    private static SyntaxTree? Stub(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        if (FunctionReader.Declare(method, compilation, cancellation) is not { } function || IsGenerated(method, FunctionSignature.ReverseName(function)))
            return null;
        string open = string.Concat(function.ContainingTypes.Append($"{function.TypeHeader} {function.TypeName}").Select(header => header + "\n{\n"));
        string close = string.Concat(Enumerable.Repeat("}\n", function.ContainingTypes.Count + 1));
        string @namespace = function.Namespace.Length > 0 ? $"namespace {function.Namespace};\n" : "";
        string text = $"#nullable enable\nusing System.Numerics.Tensors;\n{@namespace}{open}{FunctionSignature.Reverse(function)} => throw null!;\n{FunctionSignature.Forward(function)} => throw null!;\n{close}";
        return Parse(text, compilation, cancellation);
    }

    private static SyntaxTree Parse(string text, Compilation compilation, CancellationToken cancellation)
        => CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)compilation.SyntaxTrees.First().Options, "AutoGrad.Stub.g.cs", cancellationToken: cancellation);

    private static bool IsGenerated(IMethodSymbol method, string derivative)
        => method.ContainingType.GetMembers(derivative).Any(m => m.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && Bodies.IsGenerated(reference.SyntaxTree)
            && m is IMethodSymbol other && GeneratedDerivative.Find(other) is { } known && SymbolEqualityComparer.Default.Equals(known.Function, method));
}
