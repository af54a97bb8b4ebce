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
    internal sealed record NormClip(NormClipKind Kind, double Threshold)
    {
        public double Epsilon { get; init; }

        public string Member { get; init; } = "";
    }

    internal sealed record Penalty(double L1, double L2);

    /// <summary>Reads the attributes of a symbol.</summary>
    public static PolicyReader Read(ISymbol symbol, List<Problem> problems)
    {
        NormClip? norm = null;
        double? value = null;
        double? l1 = null, l2 = null;
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            NormClipKind kind = Kind(attribute);
            if (kind != NormClipKind.None)
            {
                if (norm is not null)
                    problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, "has two norm clips: at most one applies to a parameter"));
                string member = Member(attribute, symbol, problems);
                bool isMember = attribute.ConstructorArguments is [{ Value: string }, ..];
                norm = new(kind, isMember ? 1 : Number(attribute, 0, symbol, problems, isThreshold: true))
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
        return new(clips ? norm.Kind : NormClipKind.None, clips ? norm.Threshold : 0, double.IsInfinity(value) ? 0 : value, penalty.L1, penalty.L2)
        {
            AdaptiveEpsilon = clips ? norm.Epsilon : 0,
            NormMember = clips ? norm.Member : "",
        };
    }

    private static NormClipKind Kind(AttributeData attribute)
        => attribute.AttributeClass.Is(Names.ClipNorm) ? NormClipKind.Parameter
            : attribute.AttributeClass.Is(Names.ClipGlobalNorm) ? NormClipKind.Global
            : attribute.AttributeClass.Is(Names.AdaptiveClip) ? NormClipKind.Adaptive
            : NormClipKind.None;

    // A threshold that is read before each step: a field or property of the model.
    private static string Member(AttributeData attribute, ISymbol symbol, List<Problem> problems)
    {
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Primitive, Value: string name }, ..])
            return "";
        INamedTypeSymbol model = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        bool isReadable = model.GetMembers(name).Any(m => m is IFieldSymbol { Type.SpecialType: SpecialType.System_Single } or IPropertySymbol { Type.SpecialType: SpecialType.System_Single, GetMethod: not null });
        if (!isReadable)
            problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, $"has [{Display(attribute)}(\"{name}\")], and '{model.Name}' has no field or property of that name that is a float"));
        return isReadable ? name : "";
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
        if (!isValid)
            problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, isThreshold ? $"has [{Display(attribute)}] with a threshold that is not positive" : $"has [{Display(attribute)}] with a factor that is negative or not finite"));
        return isValid ? number : isThreshold ? 1 : 0;
    }

    private static string Display(AttributeData attribute) => Unimplemented.Display(attribute);
}
