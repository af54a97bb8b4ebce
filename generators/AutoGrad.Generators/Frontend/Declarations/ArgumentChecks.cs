using System.Globalization;
using AutoGrad.Compiler.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// What arguments of a model's constructor must be: <c>[Range(0, 1)]</c> of the base library, and <c>[Divides("features")]</c>. A constant that an
/// owner passes is looked at when it is compiled, everything else when the object is made.
/// </summary>
internal static class ArgumentChecks
{
    /// <summary>The argument with its checks around it, as C#; its name alone where there are none.</summary>
    public static string Initializer(IParameterSymbol argument, ElementType element)
    {
        string text = argument.Name;
        if (Read(argument) is { } range && element != ElementType.Bool)
            text = $"ArgumentCheck.InRange({text}, {Number(range.Least)}, {Number(range.Most)}, {(range.ExcludesLeast ? "true" : "false")}, {(range.ExcludesMost ? "true" : "false")}, {Quote(argument.Name)})";
        if (Divided(argument) is { } other && element == ElementType.I32)
            text = $"ArgumentCheck.Divides({text}, {other.Name}, {Quote(argument.Name)}, {Quote(other.Name)})";
        return text;
    }

    /// <summary>Whether an int is never negative.</summary>
    public static bool IsNatural(IParameterSymbol argument) => argument.Type.SpecialType == SpecialType.System_Int32 && Read(argument) is { Least: >= 0 };

    /// <summary>What is wrong with a constant, or null.</summary>
    public static string? Fault(IParameterSymbol argument, double value)
    {
        if (Read(argument) is not { } range)
            return null;
        bool fits = (range.ExcludesLeast ? value > range.Least : value >= range.Least) && (range.ExcludesMost ? value < range.Most : value <= range.Most);
        return fits ? null : $"must be {range} and is {value.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>What is wrong with constants that one must divide, or null.</summary>
    public static string? Fault(IMethodSymbol constructor, Func<string, double?> constant)
    {
        foreach (IParameterSymbol argument in constructor.Parameters)
        {
            if (Divided(argument) is { } other && constant(argument.Name) is { } divisor and > 0 && constant(other.Name) is { } whole && whole % divisor != 0)
                return FormattableString.Invariant($"'{argument.Name}' must divide '{other.Name}', and {divisor} does not divide {whole}");
        }

        return null;
    }

    private static IParameterSymbol? Divided(IParameterSymbol argument)
        => argument.Find(Names.Divides)?.ConstructorArguments is [{ Value: string name }] && argument.ContainingSymbol is IMethodSymbol constructor ? constructor.Parameters.FirstOrDefault(p => p.Name == name) : null;

    private static ArgumentRange? Read(IParameterSymbol argument)
    {
        if (argument.Find(Names.Range) is not { ConstructorArguments: [{ Value: { } least }, { Value: { } most }] } attribute || least is not (int or double) || most is not (int or double))
            return null;
        bool Flag(string name) => attribute.NamedArguments.Any(a => a.Key == name && a.Value.Value is true);
        return new(System.Convert.ToDouble(least, CultureInfo.InvariantCulture), System.Convert.ToDouble(most, CultureInfo.InvariantCulture), Flag("MinimumIsExclusive"), Flag("MaximumIsExclusive"));
    }

    private static string Quote(string name) => SymbolDisplay.FormatLiteral(name, quote: true);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private sealed record ArgumentRange(double Least, double Most, bool ExcludesLeast, bool ExcludesMost)
    {
        public override string ToString()
        {
            string least = $"{(ExcludesLeast ? "above" : "at least")} {Least.ToString(CultureInfo.InvariantCulture)}";
            return Most >= int.MaxValue ? least : $"{least} and {(ExcludesMost ? "below" : "at most")} {Most.ToString(CultureInfo.InvariantCulture)}";
        }
    }
}
