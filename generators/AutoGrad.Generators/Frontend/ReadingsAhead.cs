using AutoGrad.Generators.Frontend.Functions;
using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AutoGrad.Generators.Frontend;

/// <summary>
/// Readings that are begun for all declarations before the first is asked for, so that all cores share them: the compiler asks for one after
/// another. What is read depends on the compilation alone, so neither order nor threads show in it.
/// </summary>
internal sealed class ReadingsAhead
{
    private readonly Dictionary<SyntaxNode, ReadingAhead> _begun = [];

    /// <summary>What some trees declare: models first, as they are asked for first. Nothing is begun yet.</summary>
    public ReadingsAhead(IEnumerable<SyntaxTree> trees, CancellationToken cancellation)
    {
        MemberDeclarationSyntax[] declarations = [.. trees.Where(t => !Bodies.IsGenerated(t)).SelectMany(t => Declarations(t, cancellation))];
        foreach (MemberDeclarationSyntax declaration in declarations.OrderBy(d => d is MethodDeclarationSyntax))
            _begun[declaration] = new ReadingAhead();
    }

    /// <summary>Begins to read. A single declaration is left to who asks for it.</summary>
    public void Begin(Compilation compilation, CancellationToken cancellation)
    {
        foreach (KeyValuePair<SyntaxNode, ReadingAhead> pair in _begun.Count > 1 ? _begun : [])
            Task.Run(() => ReadingCache.Ahead(() => Read(compilation, pair.Key, pair.Value, cancellation)), cancellation);
    }

    /// <summary>The reading of a declaration; null where none was begun.</summary>
    public ReadingAhead? Of(SyntaxNode declaration) => _begun.TryGetValue(declaration, out ReadingAhead? begun) ? begun : null;

    // What goes wrong here goes wrong again where the reading is asked for, and is reported there.
    private static void Read(Compilation compilation, SyntaxNode declaration, ReadingAhead ahead, CancellationToken cancellation)
    {
        if (ahead.IsClaimed)
            return;
        try
        {
            switch (compilation.GetSemanticModel(declaration.SyntaxTree).GetDeclaredSymbol(declaration, cancellation))
            {
                case INamedTypeSymbol type:
                    FrontEnd.Read(type, compilation, cancellation);
                    break;
                case IMethodSymbol method when method.Has(Names.Differentiable):
                    FunctionReader.Read(method, compilation, cancellation);
                    break;
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private static IEnumerable<MemberDeclarationSyntax> Declarations(SyntaxTree tree, CancellationToken cancellation)
        => tree.GetRoot(cancellation)
            .DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(m => m is TypeDeclarationSyntax ? Bears(m, "Model") : m is MethodDeclarationSyntax && Bears(m, "Differentiable"));

    // By its written name: an alias is read where it is asked for.
    private static bool Bears(MemberDeclarationSyntax declaration, string attribute)
        => declaration.AttributeLists.SelectMany(list => list.Attributes).Any(a => Simple(a.Name) is { } name && (name == attribute || name == attribute + "Attribute"));

    private static string? Simple(NameSyntax name) => name switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        _ => null,
    };
}

/// <summary>A reading that somebody does once, and that others may wait for.</summary>
internal sealed class ReadingAhead
{
    private readonly TaskCompletionSource<bool> _end = new();
    private int _claims;

    /// <summary>Whether somebody has begun.</summary>
    public bool IsClaimed => Volatile.Read(ref _claims) > 0;

    /// <summary>Whether the caller is the one who reads; it calls <see cref="End"/>, whatever happens.</summary>
    public bool TryClaim() => Interlocked.Exchange(ref _claims, 1) == 0;

    /// <summary>Says that the reading has ended, well or not.</summary>
    public void End() => _end.TrySetResult(true);

    /// <summary>Waits for who claimed it, who waits for nobody.</summary>
    public void Wait(CancellationToken cancellation) => _end.Task.Wait(cancellation);
}
