using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Reads the clips and penalties written on one property or class.</summary>
internal static class PolicyReader
{
    /// <summary>Reads the attributes of a symbol.</summary>
    public static PolicySet Read(ISymbol symbol, SettingTable settings, List<Problem> problems)
    {
        NormClipDeclaration? norm = null;
        AttributeData? first = null;
        ValueClipDeclaration? value = null;
        (double Factor, string Member)? l1 = null, l2 = null;
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            NormClipKind kind = Kind(attribute);
            if (kind != NormClipKind.None)
            {
                if (first is not null)
                    problems.Add(new(Rules.TwoNormClips, attribute.Location(symbol), symbol.Name, Display(first), Display(attribute)) { Declaration = first.Location(symbol) });
                first ??= attribute;
                (double threshold, string member) = Read(attribute, 0, isThreshold: true);
                norm = new NormClipDeclaration(kind, threshold) { Epsilon = kind == NormClipKind.Adaptive ? Read(attribute, 1, isThreshold: true).Number : 0, Member = member };
            }
            else if (attribute.AttributeClass.Is(Names.ClipValue))
            {
                (double threshold, string member) = Read(attribute, 0, isThreshold: true);
                value = new ValueClipDeclaration(threshold) { Member = member };
            }
            else if (attribute.AttributeClass.Is(Names.L1))
            {
                Penalize(ref l1, 0, attribute);
            }
            else if (attribute.AttributeClass.Is(Names.L2))
            {
                Penalize(ref l2, 0, attribute);
            }
            else if (attribute.AttributeClass.Is(Names.L1L2))
            {
                Penalize(ref l1, 0, attribute);
                Penalize(ref l2, 1, attribute);
            }
        }

        PenaltyDeclaration? penalty = l1 is null && l2 is null ? null
            : new PenaltyDeclaration(l1?.Factor ?? 0, l2?.Factor ?? 0) { L1Member = l1?.Member ?? "", L2Member = l2?.Member ?? "" };
        return new(norm, value, penalty);

        void Penalize(ref (double, string)? factor, int index, AttributeData attribute)
        {
            if (factor is not null)
                problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, "has the same penalty twice"));
            factor = Read(attribute, index, isThreshold: false);
        }

        // What a member gives is known at run time; until then it counts as 1.
        (double Number, string Member) Read(AttributeData attribute, int index, bool isThreshold)
            => attribute.ConstructorArguments.ElementAtOrDefault(index) is { Kind: TypedConstantKind.Primitive, Value: string name }
                ? (1, Member(attribute, name, symbol, settings, problems))
                : (Number(attribute, index, symbol, problems, isThreshold), "");
    }

    private static NormClipKind Kind(AttributeData attribute)
        => attribute.AttributeClass.Is(Names.ClipNorm) ? NormClipKind.Parameter
            : attribute.AttributeClass.Is(Names.ClipGlobalNorm) ? NormClipKind.Global
            : attribute.AttributeClass.Is(Names.AdaptiveClip) ? NormClipKind.Adaptive
            : NormClipKind.None;

    // A threshold or factor that is read before each step: a field or property of the model.
    private static string Member(AttributeData attribute, string name, ISymbol symbol, SettingTable settings, List<Problem> problems)
    {
        INamedTypeSymbol model = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        ISymbol? member = model.GetMembers(name).FirstOrDefault(m => m is IFieldSymbol { Type.SpecialType: SpecialType.System_Single } or IPropertySymbol { Type.SpecialType: SpecialType.System_Single, GetMethod: not null });
        string fault = "has no field or property of that name that is a float";
        SettingDeclaration? setting = member is null ? null : settings.Member(member, (member as IFieldSymbol)?.Type ?? ((IPropertySymbol)member).Type, out fault);
        if (setting is null)
            problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, $"has [{Display(attribute)}(\"{name}\")], and '{model.Name}' {(member is null ? fault : $"cannot give it: {fault}")}"));
        return setting?.Name ?? "";
    }

    private static double Number(AttributeData attribute, int index, ISymbol symbol, List<Problem> problems, bool isThreshold)
    {
        TypedConstant argument = attribute.ConstructorArguments.ElementAtOrDefault(index);
        double number = argument.Kind == TypedConstantKind.Primitive && argument.Value is float single ? single : double.NaN;
        bool isValid = isThreshold ? number > 0 : number >= 0 && !double.IsInfinity(number);
        if (!isValid && isThreshold)
            problems.Add(new(Rules.ClipThreshold, attribute.Location(symbol), Display(attribute), symbol.Name, number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        else if (!isValid)
            problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, $"has [{Display(attribute)}] with a factor that is negative or not finite"));
        return isValid ? number : isThreshold ? 1 : 0;
    }

    private static string Display(AttributeData attribute) => AttributeNames.Display(attribute);
}
