using System.Globalization;
using System.Text;

namespace AutoGrad.Samples;

/// <summary>A line chart in braille characters, each of which has two columns of four dots.</summary>
public static class TextChart
{
    private const int Width = 64, Height = 10, Rows = 4 * Height, Columns = 2 * Width;

    // Dots of a braille character, by column and row.
    private static readonly int[,] s_dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    /// <summary>Draws values from left to right, on a logarithmic axis where they span more than a factor of 20; gaps where they are not finite.</summary>
    public static string Draw(IReadOnlyList<double> values, string title)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0)
            return $"{title}: no finite value";
        double low = finite.Min(), high = finite.Max();
        bool isLogarithmic = low > 0 && high / low > 20;
        var cells = new int[Height, Width];
        int before = -1;
        for (int x = 0; x < Columns; x++)
        {
            double value = values[(int)((long)x * (values.Count - 1) / (Columns - 1))];
            if (!double.IsFinite(value))
            {
                before = -1;
                continue;
            }

            double share = high == low ? 0 : isLogarithmic ? Math.Log(value / low) / Math.Log(high / low) : (value - low) / (high - low);
            int y = (int)Math.Round((1 - share) * (Rows - 1));
            for (int row = Math.Min(y, before < 0 ? y : before); row <= Math.Max(y, before < 0 ? y : before); row++)
                cells[row / 4, x / 2] |= s_dots[x % 2, row % 4];
            before = y;
        }

        var text = new StringBuilder().Append(title).Append(isLogarithmic ? ", logarithmic" : "").Append('\n');
        for (int row = 0; row < Height; row++)
        {
            double? label = row == 0 ? high : row == Height - 1 ? low : null;
            text.Append(label?.ToString("G4", CultureInfo.InvariantCulture).PadLeft(9) ?? new string(' ', 9)).Append(" \u2502");
            for (int column = 0; column < Width; column++)
                text.Append((char)(0x2800 + cells[row, column]));
            text.Append('\n');
        }

        return text.Append(' ', 10).Append('\u2514').Append('\u2500', Width).ToString();
    }
}
