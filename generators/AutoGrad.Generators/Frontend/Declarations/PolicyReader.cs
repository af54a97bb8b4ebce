using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Reads the clips and penalties written on one property or class.</summary>
internal static class PolicyReader
{
    /// <summary>Reads the attributes of a symbol.</summary>
    public static PolicySet Read(ISymbol symbol, List<Problem> problems)
    {
        NormClipDeclaration? norm = null;
        double? value = null;
        double? l1 = null, l2 = null;
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(Names.ClipNorm) || attribute.AttributeClass.Is(Names.ClipGlobalNorm))
            {
                if (norm is not null)
                    problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, "has two norm clips: at most one applies to a parameter"));
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

        return new(norm, value, l1 is null && l2 is null ? null : new PenaltyDeclaration(l1 ?? 0, l2 ?? 0));

        void Penalize(ref double? penalty, int index, AttributeData attribute)
        {
            if (penalty is not null)
                problems.Add(new(Rules.GradientPolicy, attribute.Location(symbol), symbol.Name, "has the same penalty twice"));
            penalty = Number(attribute, index, symbol, problems, isThreshold: false);
        }
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
