using System.Globalization;
using System.Text;

namespace AutoGrad.Health;

/// <summary>Writes a page that shows a run: one file, with no script and no reference to anything outside of it.</summary>
public static class GradientReport
{
    private const int ChartWidth = 860, ChartHeight = 320;

    /// <summary>
    /// Writes losses, gradient norms before and after the clip, a map of error gradients by variable and step (of parameters' gradient norms, where
    /// variables are not recorded), norms of the parameters, and the findings, marked where they were found.
    /// </summary>
    /// <param name="path">The file, overwritten; the name ends in <c>.html</c>.</param>
    /// <param name="history">The run, of at least one step.</param>
    /// <exception cref="ArgumentException">The history is empty.</exception>
    public static void Write(string path, TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Steps.Count == 0)
            throw new ArgumentException("The history has no steps.", nameof(history));
        File.WriteAllText(path, Page(history), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static string Page(TrainingHistory history)
    {
        var page = new StringBuilder();
        page.Append("""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Gradients of a training run</title>
            <style>
            body { font-family: system-ui, sans-serif; color: #222; margin: 2rem auto; max-width: 900px; padding: 0 1rem; }
            svg { width: 100%; height: auto; display: block; margin: 1.5rem 0; border: 1px solid #e2e2e2; border-radius: 6px; }
            table { border-collapse: collapse; width: 100%; font-size: 14px; }
            th, td { text-align: left; padding: 4px 10px; border-bottom: 1px solid #e2e2e2; vertical-align: top; }
            .summary td:first-child { color: #555; width: 14rem; }
            </style>
            </head>
            <body>
            <h1>Gradients of a training run</h1>

            """);
        AppendSummary(page, history);
        page.Append(Losses(history)).Append(Norms(history)).Append(Map(history)).Append(Values(history));
        AppendFindings(page, history);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendSummary(StringBuilder page, TrainingHistory history)
    {
        IReadOnlyList<StepReport> steps = history.Steps;
        int clipped = steps.Count(s => s.ClipScale < 1), broken = steps.Count(s => !s.IsFinite);
        page.Append("<table class=\"summary\">\n");
        Row("steps", Text($"{steps.Count}"));
        Row("loss, first and last", Text($"{Figures.Text(steps[0].Loss)} and {Figures.Text(steps[^1].Loss)}"));
        Row("largest gradient norm", Text($"{Figures.Text(steps.Max(s => s.GradientNorm))}"));
        Row("steps scaled by the global clip", Text($"{clipped} ({100.0 * clipped / steps.Count:F0} %)"));
        Row("steps that were not finite", Text($"{broken}"));
        Row("findings", Text($"{history.Findings.Count}"));
        page.Append("</table>\n");

        void Row(string name, string value) => page.Append("<tr><td>").Append(name).Append("</td><td>").Append(value).Append("</td></tr>\n");
    }

    private static string Losses(TrainingHistory history)
    {
        var chart = new LineChart("Loss", Axis(history), "loss");
        chart.Add("loss, with penalties", [.. history.Steps.Select(s => s.Loss)]);
        chart.Add("data loss", [.. history.Steps.Select(s => s.DataLoss)]);
        return Marked(chart, history);
    }

    private static string Norms(TrainingHistory history)
    {
        var chart = new LineChart("Norm of the gradient", Axis(history), "L2 norm over all parameters");
        chart.Add("before every clip", [.. history.Steps.Select(s => s.GradientNorm)]);
        if (history.Steps.Any(s => s.ClipScale < 1))
        {
            float threshold = history.Steps.Where(s => s.ClipScale < 1).Max(s => s.GradientNorm * s.ClipScale);
            chart.Add("after the global clip", [.. history.Steps.Select(s => s.GradientNorm * s.ClipScale)]);
            chart.Add("threshold", [.. history.Steps.Select(_ => threshold)]);
        }

        return Marked(chart, history);
    }

    private static string Map(TrainingHistory history)
        => history.VariableNames.Count > 0
            ? HeatMap.ToSvg("Error gradient: mean |d loss / d variable|, by step", [.. history.VariableNames.Select((name, i) => (name, history.ErrorMeans(i)))])
            : HeatMap.ToSvg("Norm of each parameter's gradient before clips, by step", [.. history.ParameterNames.Select((name, i) => (name, history.GradientNorms(i)))]);

    private static string Values(TrainingHistory history)
    {
        var chart = new LineChart("Norms of the parameters", Axis(history), "L2 norm");
        for (int i = 0; i < history.ParameterNames.Count; i++)
            chart.Add(history.ParameterNames[i], history.ValueNorms(i));
        return Marked(chart, history);
    }

    private static string Marked(LineChart chart, TrainingHistory history)
    {
        foreach (Finding finding in history.Findings)
            chart.Mark((finding.Step - 1.0) / Math.Max(1, history.Steps.Count - 1), finding.ToString());
        return chart.ToSvg(ChartWidth, ChartHeight);
    }

    private static void AppendFindings(StringBuilder page, TrainingHistory history)
    {
        page.Append("<h2>Findings</h2>\n");
        if (history.Findings.Count == 0)
        {
            page.Append("<p>None.</p>\n");
            return;
        }

        page.Append("<table>\n<tr><th>step</th><th>sign</th><th>what was measured</th><th>what to try</th></tr>\n");
        foreach (Finding f in history.Findings)
            page.Append(Text($"<tr><td>{f.Step}</td><td>{f.Kind}</td><td>{LineChart.Escape(f.Measured)}</td><td>{LineChart.Escape(f.Remedy)}</td></tr>\n"));
        page.Append("</table>\n");
    }

    private static string Axis(TrainingHistory history) => Text($"step, 1 to {history.Steps.Count}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
