using System.ComponentModel;
using System.Globalization;
using System.Numerics;

namespace AutoGrad;

/// <summary>Checks of the arguments of a model's constructor. Generated code calls them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ArgumentCheck
{
    /// <summary>The value, which lies between two bounds; a most of int.MaxValue is none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It does not.</exception>
    public static T InRange<T>(T value, double least, double most, bool excludesLeast, bool excludesMost, string name)
        where T : INumber<T>
    {
        double number = double.CreateTruncating(value);
        if ((excludesLeast ? number > least : number >= least) && (excludesMost ? number < most : number <= most))
            return value;
        string upper = most >= int.MaxValue ? "" : string.Create(CultureInfo.InvariantCulture, $" and {(excludesMost ? "below" : "at most")} {most}");
        throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} must be {(excludesLeast ? "above" : "at least")} {least}{upper}."));
    }

    /// <summary>The value, which divides another one.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static int Divides(int value, int whole, string name, string wholeName)
        => value > 0 && whole % value == 0 ? value : throw new ArgumentException($"{name} must divide {wholeName}, and {value} does not divide {whole}.", name);
}
