using System.Globalization;
using System.Text;

namespace AutoGrad.Health;

/// <summary>Lines over the steps of a run, on a logarithmic axis, as SVG. Values that are not finite or not positive leave gaps.</summary>
internal sealed class LineChart(string title, string horizontal, string vertical)
{
    private const int Left = 70, Right = 20, Top = 40, Bottom = 46, MostPoints = 400;

    private static readonly string[] Colours = ["#1f6fb4", "#d1495b", "#3a7d44", "#b5651d", "#6a4c93", "#008b8b", "#8a8a00", "#444444"];

    private readonly List<(string Name, IReadOnlyList<float> Values)> lines = [];
    private readonly List<(double Share, string Text)> marks = [];

    internal void Add(string name, IReadOnlyList<float> values)
        => lines.Add((name, values));

    /// <summary>A vertical line at a share of the run.</summary>
    internal void Mark(double share, string text)
        => marks.Add((share, text));

    internal string ToSvg(int width, int height)
    {
        List<double> logs = [.. lines.SelectMany(l => l.Values).Where(IsShown).Select(v => Math.Log10(v))];
        double low = logs.Count == 0 ? 0 : Math.Floor(logs.Min()), high = logs.Count == 0 ? 1 : Math.Ceiling(logs.Max());
        high = high <= low ? low + 1 : high;
        int legend = 18 * lines.Count;
        double right = width - Right, bottom = height - Bottom;
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height + legend}\" font-family=\"system-ui, sans-serif\" font-size=\"12\" role=\"img\" aria-label=\"{Escape(title)}\">");
        Line(svg, $"<rect width=\"{width}\" height=\"{height + legend}\" fill=\"#ffffff\"/>");
        Line(svg, $"<text x=\"{Left}\" y=\"22\" font-size=\"15\" font-weight=\"600\" fill=\"#222\">{Escape(title)}</text>");
        double step = Math.Max(1, Math.Ceiling((high - low) / 8));
        for (double power = low; power <= high; power += step)
        {
            double y = Y(power);
            Line(svg, $"<line x1=\"{Left}\" x2=\"{right:F1}\" y1=\"{y:F1}\" y2=\"{y:F1}\" stroke=\"#e2e2e2\"/>");
            Line(svg, $"<text x=\"{Left - 8}\" y=\"{y + 4:F1}\" text-anchor=\"end\" fill=\"#555\">{Figures.Text(Math.Pow(10, power))}</text>");
        }

        foreach ((double share, string text) in marks)
        {
            double x = Left + share * (right - Left);
            Line(svg, $"<line x1=\"{x:F1}\" x2=\"{x:F1}\" y1=\"{Top}\" y2=\"{bottom:F1}\" stroke=\"#d1495b\" stroke-dasharray=\"3 3\"><title>{Escape(text)}</title></line>");
        }

        for (int i = 0; i < lines.Count; i++)
        {
            string colour = Colours[i % Colours.Length];
            Path(svg, lines[i].Values, colour, right);
            double y = height + 18 * i;
            Line(svg, $"<rect x=\"{Left}\" y=\"{y - 4:F1}\" width=\"18\" height=\"4\" fill=\"{colour}\"/>");
            Line(svg, $"<text x=\"{Left + 26}\" y=\"{y + 2:F1}\" fill=\"#222\">{Escape(lines[i].Name)}</text>");
        }

        Line(svg, $"<text x=\"{(Left + right) / 2:F1}\" y=\"{bottom + 28:F1}\" text-anchor=\"middle\" fill=\"#555\">{Escape(horizontal)}</text>");
        Line(svg, $"<text x=\"16\" y=\"{(Top + bottom) / 2:F1}\" text-anchor=\"middle\" fill=\"#555\" transform=\"rotate(-90 16 {(Top + bottom) / 2:F1})\">{Escape(vertical)}</text>");
        Line(svg, $"</svg>");
        return svg.ToString();

        double Y(double log) => bottom - ((log - low) / (high - low) * (bottom - Top));

        void Path(StringBuilder to, IReadOnlyList<float> values, string colour, double end)
        {
            int stride = Math.Max(1, values.Count / MostPoints);
            bool isDown = false;
            to.Append("<path fill=\"none\" stroke-width=\"1.6\" stroke=\"").Append(colour).Append("\" d=\"");
            for (int i = 0; i < values.Count; i += stride)
            {
                bool isShown = IsShown(values[i]);
                if (isShown)
                    to.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{Left + ((end - Left) * i / Math.Max(1, values.Count - 1)):F1} {Y(Math.Log10(values[i])):F1}");
                isDown = isShown;
            }

            to.Append("\"/>\n");
        }
    }

    internal static string Escape(string text)
        => System.Net.WebUtility.HtmlEncode(text);

    private static bool IsShown(float value) => value > 0 && float.IsFinite(value);

    private static void Line(StringBuilder to, FormattableString text)
        => to.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
