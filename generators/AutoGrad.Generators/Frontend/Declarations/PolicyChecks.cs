using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Finds clips that reach no parameter, and parameters that no clip reaches.</summary>
internal static class PolicyChecks
{
    private static readonly string[] s_norms = [Names.ClipNorm, Names.ClipGlobalNorm, Names.AdaptiveClip];

    public static void Check(INamedTypeSymbol type, IReadOnlyList<ParameterDeclaration> parameters, List<Problem> problems)
    {
        IPropertySymbol[] properties = [.. type.GetMembers().OfType<IPropertySymbol>()];
        // The parameters of a part may be clipped by its owner, and are not known here.
        bool hasParts = properties.Any(p => p.Has(Names.Layer));
        AttributeData[] owned = [.. Clips(type)];
        foreach (AttributeData clip in owned.Where(_ => !hasParts))
        {
            string? reason = parameters.Count == 0 ? "the model has none"
                : properties.Where(p => p.Has(Names.Parameter)).All(p => Clips(p).Any(own => IsNorm(own) == IsNorm(clip))) ? "each has its own"
                : null;
            if (reason is not null)
                problems.Add(new(Rules.ClipWithoutParameter, clip.Location(type), AttributeNames.Display(clip), type.Name, reason));
        }

        foreach (IPropertySymbol property in properties.Where(p => !p.Has(Names.Parameter) && !p.Has(Names.Layer)))
        {
            foreach (AttributeData clip in Clips(property))
                problems.Add(new(Rules.ClipWithoutParameter, clip.Location(property), AttributeNames.Display(clip), property.Name, "it is not a [Parameter]"));
        }

        if (owned.Length == 0)
            CheckSiblings(properties, parameters, problems);
    }

    private static void CheckSiblings(IPropertySymbol[] properties, IReadOnlyList<ParameterDeclaration> parameters, List<Problem> problems)
    {
        ParameterDeclaration[] clipped = [.. parameters.Where(p => p.Policy.Norm != NormClipKind.None || p.Policy.ValueThreshold != 0)];
        if (clipped.Length == 0)
            return;
        foreach (IPropertySymbol property in properties)
        {
            if (parameters.Any(p => p.Name == property.Name) && !Clips(property).Any() && properties.First(p => p.Name == clipped[0].Name) is { } sibling)
                problems.Add(new(Rules.EscapesClips, property.Location(), property.Name, string.Join(", ", clipped.Select(p => $"'{p.Name}'"))) { Declaration = sibling.Location() });
        }
    }

    private static IEnumerable<AttributeData> Clips(ISymbol symbol) => symbol.GetAttributes().Where(a => IsNorm(a) || a.AttributeClass.Is(Names.ClipValue));

    private static bool IsNorm(AttributeData attribute) => s_norms.Any(n => attribute.AttributeClass.Is(n));
}
