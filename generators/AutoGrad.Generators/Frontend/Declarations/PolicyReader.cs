using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// The clips and penalties written on one property or class; null: none of that kind. Nearest wins, kind by kind: norm clip, value clip,
/// penalty.
/// </summary>
internal sealed record PolicyReader(PolicyReader.NormClip? Norm, double? Value, PolicyReader.Penalty? Penalties)
{
    internal sealed record NormClip(NormClipKind Kind, double Threshold);

    internal sealed record Penalty(double L1, double L2);

    /// <summary>Reads the attributes of a symbol.</summary>
    public static PolicyReader Read(ISymbol symbol, List<Problem> problems)
    {
        NormClip? norm = null;
        AttributeData? first = null;
        double? value = null;
        double? l1 = null, l2 = null;
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(Names.ClipNorm) || attribute.AttributeClass.Is(Names.ClipGlobalNorm))
            {
                if (first is not null)
                    problems.Add(new(Rules.TwoNormClips, attribute.Location(symbol), symbol.Name, Display(first), Display(attribute)) { Declaration = first.Location(symbol) });
                first ??= attribute;
                norm = new(attribute.AttributeClass.Is(Names.ClipNorm) ? NormClipKind.Parameter : NormClipKind.Global, Number(attribute, 0, symbol, problems, isThreshold: true));
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

        return new(norm, value, l1 is null && l2 is null ? null : new Penalty(l1 ?? 0, l2 ?? 0));

        void Penalize(ref double? penalty, int index, AttributeData attribute)
        {
            if (penalty is not null)
                problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, "has the same penalty twice"));
            penalty = Number(attribute, index, symbol, problems, isThreshold: false);
        }
    }

    /// <summary>What applies to a parameter with these attributes, in a model with those of <paramref name="owner"/>; a class's penalty reaches matrices only.</summary>
    public PolicyDeclaration Resolve(PolicyReader owner, int rank)
    {
        NormClip norm = Norm ?? owner.Norm ?? new(NormClipKind.None, 0);
        double value = Value ?? owner.Value ?? 0;
        Penalty penalty = Penalties ?? (rank >= 2 ? owner.Penalties : null) ?? new(0, 0);
        // An infinite threshold switches the owner's clip off.
        bool clips = norm.Kind != NormClipKind.None && !double.IsInfinity(norm.Threshold);
        return new(clips ? norm.Kind : NormClipKind.None, clips ? norm.Threshold : 0, double.IsInfinity(value) ? 0 : value, penalty.L1, penalty.L2);
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

    private static string Display(AttributeData attribute) => Unimplemented.Display(attribute);
}
