using System.Numerics;

namespace AutoGrad.Tests.Kernels;

/// <summary>Data for kernel tests.</summary>
internal static class Numbers
{
    /// <summary>Uniform numbers from -1 to 1, the same for the same seed.</summary>
    internal static T[] Random<T>(nint count, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Random random = new(seed);
        T[] numbers = new T[count];
        for (nint i = 0; i < count; i++)
            numbers[i] = T.CreateChecked(2 * random.NextDouble() - 1);
        return numbers;
    }

    internal static T[] Filled<T>(nint count, T value)
    {
        T[] numbers = new T[count];
        Array.Fill(numbers, value);
        return numbers;
    }

    /// <summary>Equal within a tolerance relative to the larger of 1 and the expected value; NaN equals NaN.</summary>
    internal static void AssertClose<T>(double expected, T actual, double tolerance, string where)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double found = double.CreateChecked(actual);
        bool close = double.IsFinite(expected)
            ? Math.Abs(found - expected) <= tolerance * Math.Max(1, Math.Abs(expected))
            : found.Equals(expected);
        Assert.True(close, $"{where}: expected {expected:R}, found {found:R}");
    }
}
