using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>What the methods of a model may name: its type and its parameters.</summary>
internal sealed record ModelScope(INamedTypeSymbol Type, IReadOnlyDictionary<string, ParameterDeclaration> Parameters)
{
    /// <summary>The parameter that a property declares, or null.</summary>
    public ParameterDeclaration? Find(IPropertySymbol property)
        => SymbolEqualityComparer.Default.Equals(property.ContainingType, Type) && Parameters.TryGetValue(property.Name, out ParameterDeclaration? parameter) ? parameter : null;

    /// <summary>The type of a parameter in the graph.</summary>
    public static TensorType TypeOf(ParameterDeclaration parameter)
        => new(ElementType.F32, new Shape(parameter.Lengths.Select(length => (Dim)length).ToEquatableArray()));
}
