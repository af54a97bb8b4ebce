using System.Globalization;

namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <summary>A length in a random program: a number, or <c>Factor * symbols + Offset</c>, with symbols such as <c>batch</c> or <c>batch*time</c>.</summary>
internal readonly record struct Length(int Factor, string Symbols, int Offset)
{
    public bool IsConstant => Symbols.Length == 0;

    /// <summary>Whether a <c>[Shape]</c> can say it.</summary>
    public bool IsPlain => IsConstant || (Factor == 1 && Offset == 0 && !Symbols.Contains('*', StringComparison.Ordinal));

    public static implicit operator Length(int constant) => new(constant, "", 0);

    public static Length Symbol(string name) => new(1, name, 0);

    /// <summary>The length at run time.</summary>
    public int At(IReadOnlyDictionary<string, int> sizes)
    {
        if (IsConstant)
            return Factor;
        int product = Factor;
        foreach (string symbol in Symbols.Split('*'))
            product *= sizes[symbol];
        return product + Offset;
    }

    /// <summary>The product, or null where it is not of this form.</summary>
    public static Length? Multiply(Length x, Length y)
    {
        if (x.Offset != 0 || y.Offset != 0)
            return null;
        string symbols = string.Join("*", x.Symbols.Split('*').Concat(y.Symbols.Split('*')).Where(s => s.Length > 0).Order(StringComparer.Ordinal));
        return new Length(x.Factor * y.Factor, symbols, 0);
    }

    /// <summary>The sum, or null where it is not of this form.</summary>
    public static Length? Add(Length x, Length y)
        => x.IsConstant && y.IsConstant ? x.Factor + y.Factor
            : y.IsConstant ? x with { Offset = x.Offset + y.Factor }
            : x.IsConstant ? Add(y, x)
            : x.Symbols == y.Symbols ? new Length(x.Factor + y.Factor, x.Symbols, x.Offset + y.Offset)
            : null;

    /// <summary>As a <c>[Shape]</c> says it.</summary>
    public string Declared => IsConstant ? Factor.ToString(CultureInfo.InvariantCulture) : $"\"{Symbols}\"";

    /// <summary>As an expression of C#, where <paramref name="symbols"/> tells what to write for each symbol.</summary>
    public string Code(IReadOnlyDictionary<string, string> symbols)
    {
        if (IsConstant)
            return Declared;
        string product = string.Join(" * ", Symbols.Split('*').Select(s => symbols[s]));
        string factor = Factor == 1 ? product : FormattableString.Invariant($"{Factor} * {product}");
        return Offset == 0 ? factor : FormattableString.Invariant($"{factor} {(Offset < 0 ? '-' : '+')} {Math.Abs(Offset)}");
    }
}

/// <summary>A tensor in a random program: how it is written, its shape, and about how large its elements are.</summary>
internal sealed record Shaped(string Code, Length[] Shape, double Size)
{
    public int Rank => Shape.Length;

    /// <summary>Whether it is a name, which can be written twice.</summary>
    public bool IsName => Code.All(char.IsLetterOrDigit);
}
