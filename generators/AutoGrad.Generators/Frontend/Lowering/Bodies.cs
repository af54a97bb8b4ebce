using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>Finds the bodies of methods in any tree of the compilation. One instance serves one model, so that a tree is bound once.</summary>
internal sealed class Bodies(Compilation compilation, CancellationToken cancellation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private readonly HashSet<SyntaxTree> _trees = [];

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
        return Model(reference.SyntaxTree).GetOperation(reference.GetSyntax(cancellation), cancellation) switch
        {
            IMethodBodyOperation body => body.BlockBody ?? body.ExpressionBody,
            IBlockOperation block => block,
            ILocalFunctionOperation function => function.Body,
            _ => null,
        };
    }

    /// <summary>Whether the code of a type may name a member.</summary>
    public bool IsAccessible(ISymbol member, INamedTypeSymbol within) => compilation.IsSymbolAccessibleWithin(member, within);

    // The generator cannot see generated members, so the analyzer must not look into them either: both have to lower the same graph.
    private static bool IsGenerated(SyntaxTree tree) => tree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);

    /// <summary>The meaning of what stands in a tree.</summary>
    public SemanticModel Model(SyntaxTree tree)
    {
        LookInto(tree);
        if (!_models.TryGetValue(tree, out SemanticModel? model))
            _models.Add(tree, model = compilation.GetSemanticModel(tree));
        return model;
    }
}
