using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>A method while its body is written out in place: what its variables hold, and what it returned.</summary>
internal sealed class Frame(IMethodSymbol method, Frame? caller)
{
    private readonly Dictionary<ISymbol, ITypeSymbol> _types = new(SymbolEqualityComparer.Default);

    public IMethodSymbol Method { get; } = method;

    public Frame? Caller { get; } = caller;

    public Dictionary<ISymbol, Argument> Variables { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Null until a return statement ran.</summary>
    public Argument? Result { get; set; }

    /// <summary>Binds the type parameters of a generic helper to what its caller passes.</summary>
    public void BindTypes(IMethodSymbol target)
    {
        for (int i = 0; i < target.TypeArguments.Length; i++)
            _types[target.OriginalDefinition.TypeParameters[i]] = Caller?.Resolve(target.TypeArguments[i]) ?? target.TypeArguments[i];
        INamedTypeSymbol type = target.ContainingType;
        for (int i = 0; i < type.TypeArguments.Length; i++)
            _types[type.OriginalDefinition.TypeParameters[i]] = Caller?.Resolve(type.TypeArguments[i]) ?? type.TypeArguments[i];
    }

    /// <summary>The type that a type parameter stands for in this call.</summary>
    public ITypeSymbol Resolve(ITypeSymbol type) => _types.TryGetValue(type, out ITypeSymbol? bound) ? bound : type;
}

/// <summary>A tuple, as it is passed about; never a value of the graph.</summary>
internal sealed record TupleArgument(EquatableArray<Argument> Items) : Argument;
