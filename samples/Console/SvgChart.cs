using System.Globalization;
using System.Text;

namespace AutoGrad.Samples;

/// <summary>A line chart as SVG, logarithmic unless said otherwise. What is not finite (or not positive, on such an axis) leaves a gap.</summary>
public sealed class SvgChart(string title, string horizontal, string vertical, bool isLogarithmic = true)
{
    private const int Width = 640, Height = 300, Left = 76, Right = 16, Top = 40, Bottom = 46;

    private static readonly string[] s_colours = ["#4b3fbe", "#d1495b", "#2a7f62", "#c77d0a"];

    private readonly List<(string Name, double[] Values)> _lines = [];
    private double? _limit;

    /// <summary>Adds a line, whose points are spread over the width.</summary>
    public SvgChart Add(string name, IEnumerable<double> values)
    {
        _lines.Add((name, [.. values]));
        return this;
    }

    /// <summary>Draws a dashed line at a value.</summary>
    public SvgChart Limit(double value)
    {
        _limit = value;
        return this;
    }

    /// <summary>The picture.</summary>
    public string ToSvg()
    {
        double[] shown = [.. _lines.SelectMany(l => l.Values).Concat(_limit is { } limit ? [limit] : []).Where(IsShown).Select(Scale)];
        (double low, double high) = shown.Length == 0 ? (0, 1) : (shown.Min(), shown.Max());
        (low, high) = isLogarithmic ? (Math.Floor(low), Math.Ceiling(high)) : (Math.Min(0, low), high);
        high = high > low ? high : low + 1;
        int total = Height + (18 * _lines.Count);
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {total}\" font-family=\"system-ui, sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"{Escaped(title)}\">");
        Line(svg, $"<rect width=\"{Width}\" height=\"{total}\" fill=\"#fff\"/><text x=\"{Left}\" y=\"22\" font-size=\"15\" font-weight=\"600\" fill=\"#222\">{Escaped(title)}</text>");
        for (double mark = low; mark <= high + 1e-9; mark += isLogarithmic ? Math.Max(1, Math.Ceiling((high - low) / 6)) : (high - low) / 5)
        {
            Line(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(mark):F1}\" y2=\"{Y(mark):F1}\" stroke=\"#e2e2e2\"/>");
            Line(svg, $"<text x=\"{Left - 8}\" y=\"{Y(mark) + 4:F1}\" text-anchor=\"end\" fill=\"#555\">{(isLogarithmic ? Math.Pow(10, mark) : mark):0.##E+0}</text>");
        }

        if (_limit is { } at)
            Line(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(Scale(at)):F1}\" y2=\"{Y(Scale(at)):F1}\" stroke=\"#222\" stroke-dasharray=\"4 4\"/>");
        for (int i = 0; i < _lines.Count; i++)
        {
            string colour = s_colours[i % s_colours.Length];
            Line(svg, $"<path d=\"{Path(_lines[i].Values)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            Line(svg, $"<rect x=\"{Left}\" y=\"{Height + (18 * i) - 4}\" width=\"18\" height=\"4\" fill=\"{colour}\"/><text x=\"{Left + 26}\" y=\"{Height + (18 * i) + 2}\" fill=\"#222\">{Escaped(_lines[i].Name)}</text>");
        }

        int middle = (Left + Width - Right) / 2, half = (Top + Height - Bottom) / 2, most = _lines.Count == 0 ? 0 : _lines.Max(l => l.Values.Length);
        Line(svg, $"<text x=\"{middle}\" y=\"{Height - 20}\" text-anchor=\"middle\" fill=\"#555\">{Escaped(horizontal)}, 1 to {most}</text>");
        Line(svg, $"<text x=\"16\" y=\"{half}\" text-anchor=\"middle\" fill=\"#555\" transform=\"rotate(-90 16 {half})\">{Escaped(vertical)}</text>");
        Line(svg, $"</svg>");
        return svg.ToString();

        double Y(double scaled) => Height - Bottom - ((scaled - low) / (high - low) * (Height - Bottom - Top));

        string Path(double[] values)
        {
            var path = new StringBuilder();
            bool isDown = false;
            for (int i = 0; i < values.Length; i++)
            {
                if (IsShown(values[i]))
                    path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{Left + ((double)i / Math.Max(1, values.Length - 1) * (Width - Left - Right)):F1} {Y(Scale(values[i])):F1}");
                isDown = IsShown(values[i]);
            }

            return path.ToString();
        }
    }

    private bool IsShown(double value) => double.IsFinite(value) && (!isLogarithmic || value > 0);

    private double Scale(double value) => isLogarithmic ? Math.Log10(value) : value;

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
