using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Frontend.Declarations;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>What the methods of a model may name: its type, its parameters, its layers and the numbers of its object.</summary>
internal sealed record ModelScope(INamedTypeSymbol Type, IReadOnlyDictionary<string, ParameterDeclaration> Parameters)
{
    private static readonly IReadOnlyDictionary<string, LayerPart> s_none = new Dictionary<string, LayerPart>();

    /// <summary>The layers, by property.</summary>
    public IReadOnlyDictionary<string, LayerPart> Layers { get; init; } = s_none;

    /// <summary>The state of the object.</summary>
    public IReadOnlyList<StateDeclaration> States { get; init; } = [];

    /// <summary>Whether a method may draw random numbers: it names them, or a layer's does.</summary>
    public bool MayDraw { get; init; }

    /// <summary>The numbers of the object; null where there is no object.</summary>
    public SettingTable? Settings { get; init; }

    /// <summary>The same scope in the compilation that these bodies are of.</summary>
    public ModelScope In(Bodies bodies)
        => this with { Type = bodies.Same(Type), Layers = Layers.ToDictionary(l => l.Key, l => l.Value with { Type = bodies.Same(l.Value.Type) }) };

    /// <summary>The parameter that a property declares, or null.</summary>
    public ParameterDeclaration? Find(IPropertySymbol property)
        => SymbolEqualityComparer.Default.Equals(property.ContainingType, Type) && Parameters.TryGetValue(property.Name, out ParameterDeclaration? parameter) ? parameter : null;
}
