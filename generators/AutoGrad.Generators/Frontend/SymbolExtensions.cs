using AutoGrad.Compiler.IR;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend;

/// <summary>Questions that the front end asks of symbols.</summary>
internal static class SymbolExtensions
{
    /// <summary>Whether this is the top-level type of that full name, whatever its arity.</summary>
    public static bool Is(this ITypeSymbol? type, string fullName)
        => type is { ContainingType: null } && fullName.EndsWith(type.Name, StringComparison.Ordinal)
            && fullName.Length > type.Name.Length
            && IsNamespace(type.ContainingNamespace, fullName, fullName.Length - type.Name.Length - 1);

    /// <summary>The attribute of that full name, or null.</summary>
    public static AttributeData? Find(this ISymbol symbol, string attribute)
        => symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass.Is(attribute));

    /// <summary>Whether there is an attribute of that full name.</summary>
    public static bool Has(this ISymbol symbol, string attribute) => symbol.Find(attribute) is not null;

    /// <summary>Where the attribute is written, or else the symbol.</summary>
    public static Location Location(this AttributeData attribute, ISymbol symbol)
        => attribute.ApplicationSyntaxReference is { } reference ? reference.GetSyntax().GetLocation() : symbol.Location();

    /// <summary>Where the symbol's name is written.</summary>
    public static Location Location(this ISymbol symbol) => symbol.Locations.FirstOrDefault() ?? Microsoft.CodeAnalysis.Location.None;

    /// <summary>The element type of <c>Tensor&lt;T&gt;</c>, or null for other types.</summary>
    public static ElementType? TensorElement(this ITypeSymbol type)
        => type is INamedTypeSymbol { TypeArguments: [var element] } && type.Is(Names.Tensor) ? element.Element() : null;

    /// <summary>What a C# type is as one element; null where it is none of the four.</summary>
    public static ElementType? Element(this ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Single => ElementType.F32,
        SpecialType.System_Double => ElementType.F64,
        SpecialType.System_Int32 => ElementType.I32,
        SpecialType.System_Boolean => ElementType.Bool,
        _ => null,
    };

    /// <summary>Whether this is an enum whose values are ints.</summary>
    public static bool IsSmallEnum(this ITypeSymbol type)
        => type is INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType.SpecialType: SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16 or SpecialType.System_Int32 };

    /// <summary>The full name of an enum, or null for other types.</summary>
    public static string? EnumName(this ITypeSymbol type) => type.IsSmallEnum() ? type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) : null;

    /// <summary>Whether this is one of the integer types that lengths and indices have.</summary>
    public static bool IsIndex(this ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_IntPtr;

    /// <summary>The type as users write it.</summary>
    public static string Display(this ISymbol symbol) => symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    private static bool IsNamespace(INamespaceSymbol @namespace, string name, int length)
    {
        if (length <= 0)
            return false;
        string own = @namespace.Name;
        if (own.Length > length || own.Length == 0 || string.CompareOrdinal(name, length - own.Length, own, 0, own.Length) != 0)
            return false;
        return own.Length == length
            ? @namespace.ContainingNamespace.IsGlobalNamespace
            : name[length - own.Length - 1] == '.' && IsNamespace(@namespace.ContainingNamespace, name, length - own.Length - 1);
    }
}
