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
        double? value = null;
        double? l1 = null, l2 = null;
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            NormClipKind kind = Kind(attribute);
            if (kind != NormClipKind.None)
            {
                if (first is not null)
                    problems.Add(new(Rules.TwoNormClips, attribute.Location(symbol), symbol.Name, Display(first), Display(attribute)) { Declaration = first.Location(symbol) });
                first ??= attribute;
                string member = Member(attribute, symbol, settings, problems);
                bool isMember = attribute.ConstructorArguments is [{ Value: string }, ..];
                norm = new NormClipDeclaration(kind, isMember ? 1 : Number(attribute, 0, symbol, problems, isThreshold: true))
                {
                    Epsilon = kind == NormClipKind.Adaptive ? Number(attribute, 1, symbol, problems, isThreshold: true) : 0,
                    Member = member,
                };
            }
            else if (attribute.AttributeClass.Is(Names.ClipValue))
            {
                value = Number(attribute, 0, symbol, problems, isThreshold: true);
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

        return new(norm, value, l1 is null && l2 is null ? null : new PenaltyDeclaration(l1 ?? 0, l2 ?? 0));

        void Penalize(ref double? penalty, int index, AttributeData attribute)
        {
            if (penalty is not null)
                problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, "has the same penalty twice"));
            penalty = Number(attribute, index, symbol, problems, isThreshold: false);
        }
    }

    private static NormClipKind Kind(AttributeData attribute)
        => attribute.AttributeClass.Is(Names.ClipNorm) ? NormClipKind.Parameter
            : attribute.AttributeClass.Is(Names.ClipGlobalNorm) ? NormClipKind.Global
            : attribute.AttributeClass.Is(Names.AdaptiveClip) ? NormClipKind.Adaptive
            : NormClipKind.None;

    // A threshold that is read before each step: a field or property of the model.
    private static string Member(AttributeData attribute, ISymbol symbol, SettingTable settings, List<Problem> problems)
    {
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Primitive, Value: string name }, ..])
            return "";
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
        if (argument.Kind == TypedConstantKind.Primitive && argument.Value is string)
        {
            problems.Add(new(Rules.NotImplemented, attribute.Location(symbol), Display(attribute), "a clip by the name of a member; write its threshold"));
            return isThreshold ? 1 : 0;
        }

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
