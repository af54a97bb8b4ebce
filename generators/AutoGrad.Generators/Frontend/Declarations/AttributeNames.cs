using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Attributes as users write them.</summary>
internal static class AttributeNames
{
    /// <summary>The attribute's name as users write it.</summary>
    public static string Display(AttributeData attribute)
    {
        string name = attribute.AttributeClass!.Name;
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }
}
