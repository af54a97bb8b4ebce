using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

/// <summary>Comparisons with values computed in double.</summary>
internal static class Expect
{
    /// <summary>Asserts lengths, density and elements, each within some units in the last place of T and an absolute slack.</summary>
    public static void Close<T>(double[] expected, ReadOnlySpan<nint> lengths, Tensor<T> actual, double ulps = 1, double slack = 0)
        where T : IFloatingPointIeee754<T>
    {
        Assert.Equal(lengths.ToArray(), actual.Lengths.ToArray());
        double[] found = Samples.Doubles(actual);
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
            Assert.True(IsClose<T>(expected[i], found[i], ulps, slack), $"element {i}: expected {expected[i]:R}, found {found[i]:R}");
    }

    /// <summary>Asserts one value within some units in the last place of T and an absolute slack.</summary>
    public static void Close<T>(double expected, T actual, double ulps = 1, double slack = 0)
        where T : IFloatingPointIeee754<T>
        => Assert.True(IsClose<T>(expected, double.CreateTruncating(actual), ulps, slack), $"expected {expected:R}, found {actual}");

    /// <summary>Asserts the same lengths and the same bits, all NaN counting as one.</summary>
    public static void Same<T>(Tensor<T> expected, Tensor<T> actual)
    {
        Assert.Equal(expected.Lengths.ToArray(), actual.Lengths.ToArray());
        Assert.Equal(Samples.Elements(expected), Samples.Elements(actual));
    }

    /// <summary>Asserts that a call is refused in these words.</summary>
    public static void Refused<TException>(string message, string parameter, Action call)
        where TException : ArgumentException
    {
        TException exception = Assert.Throws<TException>(call);
        Assert.Equal(parameter, exception.ParamName);
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
    }

    private static bool IsClose<T>(double expected, double found, double ulps, double slack)
        where T : IFloatingPointIeee754<T>
    {
        double rounded = double.CreateTruncating(T.CreateTruncating(expected));
        if (double.IsNaN(rounded) || double.IsInfinity(rounded) || rounded == found)
            return rounded.Equals(found);
        double unit = double.CreateTruncating(T.BitIncrement(T.Abs(T.CreateTruncating(expected))) - T.Abs(T.CreateTruncating(expected)));
        return Math.Abs(found - expected) <= ulps * unit + slack;
    }
}
