namespace AutoGrad.Tests.Kernels;

/// <summary>Errors in units in the last place of the expected value.</summary>
internal static class Ulp
{
    /// <summary>Infinite where one is NaN, infinite or of another sign of zero and the other is not.</summary>
    internal static double Error(float found, double expected)
    {
        float rounded = (float)expected;
        if (float.IsNaN(rounded) || float.IsNaN(found))
            return float.IsNaN(rounded) && float.IsNaN(found) ? 0 : double.PositiveInfinity;

        // Where the rounding falls between the largest number and infinity, either is one unit off.
        if (float.IsInfinity(rounded) || float.IsInfinity(found))
            return rounded == found || (Math.Abs(expected) is > 3.4028233e38 and < 3.4028237e38) ? 0 : double.PositiveInfinity;
        if (rounded == 0 && found == 0)
            return float.IsNegative(rounded) == float.IsNegative(found) ? 0 : double.PositiveInfinity;
        double unit = (double)MathF.BitIncrement(MathF.Abs(rounded)) - MathF.Abs(rounded);
        return Math.Abs(found - expected) / (double.IsInfinity(unit) ? Math.ScaleB(1, 104) : unit);
    }

    internal static double Error(double found, double expected)
    {
        if (found.Equals(expected))
            return 0;
        return Math.Abs(found - expected) / (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));
    }
}
