using AutoGrad.Generators.Frontend.Declarations;
using AutoGrad.Generators.Frontend.Functions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>Finds the bodies of methods in any tree of the compilation. One instance serves one model, so that a tree is bound once.</summary>
internal sealed class Bodies(Compilation compilation, CancellationToken cancellation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly HashSet<SyntaxNode> _found = [];
    private readonly HashSet<SyntaxTree> _trees = [];
    private Bodies? _bound;

    /// <summary>The trees whose bodies were looked into.</summary>
    public IReadOnlyCollection<SyntaxTree> Trees => _trees;

    /// <summary>Says that what stands in bodies of a tree was read; a reading of which this is not said would outlive an edit.</summary>
    public void LookInto(SyntaxTree tree) => _trees.Add(tree);

    /// <summary>The compilation.</summary>
    public Compilation Compilation => compilation;

    /// <summary>Ends the reading.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>The part of a method that has the body, whose parameters the body names.</summary>
    public static IMethodSymbol Implementation(IMethodSymbol method) => method.PartialImplementationPart ?? method;

    /// <summary>The body of a method or getter; null where it has none, is not in this compilation, or was generated.</summary>
    public IOperation? Find(IMethodSymbol method)
    {
        SyntaxReference? reference = Implementation(method).DeclaringSyntaxReferences.FirstOrDefault();
        if (reference is null || IsGenerated(reference.SyntaxTree) || !compilation.ContainsSyntaxTree(reference.SyntaxTree))
            return null;
        SyntaxNode syntax = reference.GetSyntax(cancellation);
        _found.Add(syntax);
        return Model(reference.SyntaxTree).GetOperation(syntax, cancellation) switch
        {
            IMethodBodyOperation body => body.BlockBody ?? body.ExpressionBody,
            IBlockOperation block => block,
            ILocalFunctionOperation function => function.Body,
            _ => null,
        };
    }

    /// <summary>Whether the code of a type may name a member.</summary>
    public bool IsAccessible(ISymbol member, INamedTypeSymbol within) => compilation.IsSymbolAccessibleWithin(member, within);

    /// <summary>The generator cannot see generated members, so the analyzer must not look into them either: both have to lower the same graph.</summary>
    public static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The same where calls of generated derivatives and the names of generated members are bound; null where no body that was found names one, or all
    /// are bound already.
    /// </summary>
    public Bodies? WithDerivatives()
    {
        bool calls = FindsToken(GeneratedDerivative.IsName), names = calls || FindsToken(GeneratedMembers.IsName);
        if (_bound is null && names && DerivativeStubs.AddTo(compilation, cancellation) is var bound && bound != compilation)
            _bound = new Bodies(bound, cancellation);
        // What a call of a derivative means may stand in any body.
        foreach (SyntaxTree tree in calls ? compilation.SyntaxTrees : [])
            LookInto(tree);
        return names ? _bound : null;
    }

    private bool FindsToken(Func<string, bool> isName) => _found.Any(syntax => syntax.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && isName(t.ValueText)));

    /// <summary>The symbol that has the same declaration as one of another compilation of the same trees.</summary>
    public T Same<T>(T symbol)
        where T : class, ISymbol
        => symbol.DeclaringSyntaxReferences.FirstOrDefault() is { } reference && Model(reference.SyntaxTree).GetDeclaredSymbol(reference.GetSyntax(cancellation), cancellation) is T same ? same : symbol;

    /// <summary>The meaning of what stands in a tree.</summary>
    public SemanticModel Model(SyntaxTree tree)
    {
        LookInto(tree);
        if (!_models.TryGetValue(tree, out SemanticModel? model))
            _models.Add(tree, model = compilation.GetSemanticModel(tree));
        return model;
    }
}
