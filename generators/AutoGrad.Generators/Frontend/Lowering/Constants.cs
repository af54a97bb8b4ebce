using AutoGrad.Compiler.Ops;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>The constants of generic maths, which are static properties: <c>T.One</c>, <c>T.Pi</c>.</summary>
internal static class Constants
{
    /// <summary>The value, or null for other properties.</summary>
    public static Argument? Find(IPropertySymbol property, Frame frame)
    {
        INamedTypeSymbol type = property.ContainingType;
        if (!property.IsStatic || type is not { TypeKind: TypeKind.Interface, ContainingNamespace.Name: "Numerics", TypeArguments: [var self] })
            return null;
        double? value = property.Name switch
        {
            "Zero" => 0,
            "One" => 1,
            "NegativeOne" => -1,
            "Pi" => Math.PI,
            "Tau" => 2 * Math.PI,
            "E" => Math.E,
            _ => null,
        };
        return value is null ? null : new NumberArgument(frame.Resolve(self).SpecialType == SpecialType.System_Single ? (float)value.Value : value.Value);
    }
}
