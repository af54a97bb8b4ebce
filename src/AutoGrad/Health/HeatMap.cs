using System.Globalization;
using System.Text;

namespace AutoGrad.Health;

/// <summary>Rows by steps, coloured by magnitude on a logarithmic scale from 1e-6 to 1e6; what is not finite is black.</summary>
internal static class HeatMap
{
    private const int MostColumns = 240, Left = 130, Right = 20, Top = 40, RowHeight = 22, Width = 860;
    private const double Span = 6;

    internal static string ToSvg(string title, IReadOnlyList<(string Name, IReadOnlyList<float> Values)> rows)
    {
        int steps = rows.Count == 0 ? 0 : rows[0].Values.Count;
        int columns = Math.Min(MostColumns, steps);
        int height = Top + RowHeight * rows.Count + 60;
        double width = (double)(Width - Left - Right) / Math.Max(1, columns);
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"system-ui, sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"{LineChart.Escape(title)}\">");
        Line(svg, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"#ffffff\"/>");
        Line(svg, $"<text x=\"20\" y=\"22\" font-size=\"15\" font-weight=\"600\" fill=\"#222\">{LineChart.Escape(title)}</text>");
        for (int r = 0; r < rows.Count; r++)
        {
            double y = Top + RowHeight * r;
            Line(svg, $"<text x=\"{Left - 8}\" y=\"{y + 15:F1}\" text-anchor=\"end\" fill=\"#222\">{LineChart.Escape(rows[r].Name)}</text>");
            for (int c = 0; c < columns; c++)
            {
                (int from, int to) = ((int)((long)c * steps / columns), (int)((long)(c + 1) * steps / columns));
                float largest = Largest(rows[r].Values, from, to);
                Line(svg, $"<rect x=\"{Left + (c * width):F1}\" y=\"{y:F1}\" width=\"{width + 0.3:F1}\" height=\"{RowHeight - 2}\" fill=\"{Colour(largest)}\"><title>{LineChart.Escape(rows[r].Name)}, step {from + 1}: {Figures.Text(largest)}</title></rect>");
            }
        }

        double below = Top + RowHeight * rows.Count + 14;
        for (int i = 0; i <= 12; i++)
        {
            double x = Left + (i * 44);
            Line(svg, $"<rect x=\"{x:F1}\" y=\"{below:F1}\" width=\"44\" height=\"12\" fill=\"{Colour((float)Math.Pow(10, i - 6))}\"/>");
            Line(svg, $"<text x=\"{x + 22:F1}\" y=\"{below + 26:F1}\" text-anchor=\"middle\" fill=\"#555\">1e{i - 6}</text>");
        }

        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static float Largest(IReadOnlyList<float> values, int from, int to)
    {
        float largest = values[from];
        for (int i = from + 1; i < to && !float.IsNaN(largest); i++)
            largest = float.IsNaN(values[i]) ? values[i] : Math.Max(largest, values[i]);
        return largest;
    }

    // Blue below 1, white at 1, red above.
    private static string Colour(float value)
    {
        if (!float.IsFinite(value))
            return "#000000";
        double t = value <= 0 ? -1 : Math.Clamp(Math.Log10(value) / Span, -1, 1);
        (double r, double g, double b) = t < 0 ? (31.0, 111.0, 180.0) : (178.0, 24.0, 43.0);
        double share = Math.Abs(t);
        return string.Create(CultureInfo.InvariantCulture, $"#{Mix(r):x2}{Mix(g):x2}{Mix(b):x2}");

        int Mix(double end) => (int)Math.Round(247 + ((end - 247) * share));
    }

    private static void Line(StringBuilder to, FormattableString text)
        => to.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
