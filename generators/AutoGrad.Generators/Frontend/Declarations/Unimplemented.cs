using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Attributes that exist and are not compiled yet. Without them a gradient would be another one than the user asked for.</summary>
internal static class Unimplemented
{
    private static readonly (string Attribute, string Advice)[] s_all =
    [
        (Names.State, "pass the state as an argument"),
    ];

    /// <summary>Adds a problem for each such attribute.</summary>
    public static void Check(ISymbol symbol, List<Problem> problems)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            foreach ((string name, string advice) in s_all)
            {
                if (attribute.AttributeClass.Is(name))
                    problems.Add(new(Rules.NotImplemented, attribute.Location(symbol), Display(attribute), advice));
            }
        }
    }

    /// <summary>The attribute's name as users write it.</summary>
    public static string Display(AttributeData attribute)
    {
        string name = attribute.AttributeClass!.Name;
        return name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name;
    }
}
