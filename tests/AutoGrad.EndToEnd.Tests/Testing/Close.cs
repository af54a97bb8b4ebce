using Xunit.Sdk;

namespace AutoGrad.EndToEnd.Tests.Testing;

/// <summary>Comparisons by a mixed tolerance: relative to the expected element and to the size of all of them together.</summary>
internal static class Close
{
    /// <summary>
    /// Fails where an element differs by more than <paramref name="tolerance"/> times its own size and the root mean square of all, which counts as
    /// <paramref name="atLeast"/> where all are what is left of larger numbers.
    /// </summary>
    public static void Assert(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double tolerance, string what, double atLeast = 0)
    {
        if (expected.Length != actual.Length)
            throw new XunitException($"{what}: {actual.Length} elements where there should be {expected.Length}");
        double scale = Math.Max(atLeast, RootMeanSquare(expected));
        for (int i = 0; i < expected.Length; i++)
        {
            if (!IsClose(expected[i], actual[i], tolerance, scale))
                throw new XunitException($"{what}: element {i} of {expected.Length} is {actual[i]:R} but should be {expected[i]:R} (difference {actual[i] - expected[i]:G3}, all together {scale:G3})");
        }
    }

    /// <summary>The same of two numbers, relative to <paramref name="scale"/> as well.</summary>
    public static void Assert(double expected, double actual, double tolerance, double scale, string what)
    {
        if (!IsClose(expected, actual, tolerance, scale))
            throw new XunitException($"{what} is {actual:R} but should be {expected:R} (difference {actual - expected:G3})");
    }

    public static double RootMeanSquare(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value * value;
        return values.Length == 0 ? 0 : Math.Sqrt(sum / values.Length);
    }

    private static bool IsClose(double expected, double actual, double tolerance, double scale)
        => expected.Equals(actual) || Math.Abs(actual - expected) <= (tolerance * (Math.Abs(expected) + scale)) + 1e-12;
}
