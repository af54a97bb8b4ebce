using System.Globalization;

namespace AutoGrad;

/// <summary>Checks of optimizers' settings.</summary>
internal static class Hyperparameter
{
    internal static void NotNegative(float value, string what, string parameter)
    {
        if (!(value >= 0 && float.IsFinite(value)))
            throw new ArgumentOutOfRangeException(parameter, value, $"The {what} must be finite and not negative.");
    }

    /// <summary>A factor by which an average forgets: at 1 it would never take anything in.</summary>
    internal static void BelowOne(float value, string what, string parameter)
    {
        if (!(value >= 0 && value < 1))
            throw new ArgumentOutOfRangeException(parameter, value, $"The {what} must be at least 0 and below 1.");
    }

    /// <summary>
    /// The number that was written: 0.999 for 0.999f. 1 - 0.999f is off by 5e-5 of its value, which would show in a comparison
    /// with a library whose settings are double.
    /// </summary>
    internal static double AsWritten(float value)
        => double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
