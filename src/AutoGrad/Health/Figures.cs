using System.Globalization;

namespace AutoGrad.Health;

/// <summary>Numbers as people read them: three digits, and a power of ten only where it saves many zeros.</summary>
internal static class Figures
{
    internal static string Text(double value)
    {
        double size = Math.Abs(value);
        if (!double.IsFinite(value) || size == 0)
            return value.ToString(CultureInfo.InvariantCulture);
        if (size is < 1e-3 or >= 1e6)
            return value.ToString("0.##e0", CultureInfo.InvariantCulture);
        int digits = Math.Max(0, 2 - (int)Math.Floor(Math.Log10(size)));
        double rounded = size >= 1000 ? Math.Round(value / Math.Pow(10, Math.Floor(Math.Log10(size)) - 2)) * Math.Pow(10, Math.Floor(Math.Log10(size)) - 2) : Math.Round(value, digits);
        return rounded.ToString("#,0.#####", CultureInfo.InvariantCulture);
    }
}
