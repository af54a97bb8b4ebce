using System.Globalization;
using System.Text;

namespace AutoGrad.Health;

/// <summary>What one run under a remedy came to.</summary>
/// <param name="Remedy">The remedy.</param>
/// <param name="IsFinite">Whether every loss, gradient and parameter stayed finite.</param>
/// <param name="FirstLoss">The data loss of the first step.</param>
/// <param name="LastLoss">The mean data loss of the last tenth of the steps (of one at least).</param>
/// <param name="LargestNorm">The largest norm of the gradient before clips.</param>
/// <param name="Steps">How many steps were run.</param>
/// <param name="Planned">How many there were to run: more, where the run ended because its parameters were no longer finite.</param>
/// <param name="StepsClipped">How many of them a norm clip or value clip has changed.</param>
/// <param name="Time">How long the steps took.</param>
/// <param name="Losses">The data loss of each step.</param>
public sealed record RemedyOutcome(
    string Remedy, bool IsFinite, float FirstLoss, float LastLoss, float LargestNorm, int Steps, int Planned, int StepsClipped, TimeSpan Time, IReadOnlyList<float> Losses);

/// <summary>Runs under several remedies, the best first: finite before not finite, then by the last loss.</summary>
public sealed class RemedyReport
{
    internal RemedyReport(IEnumerable<RemedyOutcome> outcomes)
        => Outcomes = [.. outcomes.OrderBy(o => !o.IsFinite).ThenBy(o => float.IsNaN(o.LastLoss) ? float.PositiveInfinity : o.LastLoss)];

    /// <summary>The outcomes, the best first.</summary>
    public IReadOnlyList<RemedyOutcome> Outcomes { get; }

    /// <summary>The outcome of a remedy.</summary>
    /// <exception cref="KeyNotFoundException">The remedy was not compared.</exception>
    public RemedyOutcome this[Remedy remedy]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(remedy);
            return Outcomes.FirstOrDefault(o => o.Remedy == remedy.Name)
                ?? throw new KeyNotFoundException($"There is no outcome of '{remedy.Name}'; there are {string.Join(", ", Outcomes.Select(o => o.Remedy))}.");
        }
    }

    /// <summary>The outcomes as a table of text.</summary>
    public override string ToString()
    {
        string[][] rows =
        [
            ["remedy", "finite", "first loss", "last loss", "largest norm", "steps", "clipped", "time"],
            .. Outcomes.Select(o => new[]
            {
                o.Remedy, o.IsFinite ? "yes" : "no", Number(o.FirstLoss), Number(o.LastLoss), Number(o.LargestNorm),
                o.Steps.ToString(CultureInfo.InvariantCulture), o.StepsClipped.ToString(CultureInfo.InvariantCulture),
                o.Time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture) + " ms",
            }),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
                text.Append(i == 0 ? row[i].PadRight(widths[i]) : "  " + row[i].PadLeft(widths[i]));
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes the losses of all runs over their steps as a chart in SVG, on a logarithmic axis.</summary>
    /// <param name="path">The file, overwritten.</param>
    public void WriteSvg(string path)
    {
        var chart = new LineChart("Loss under each remedy", "share of the run", "data loss");
        foreach (RemedyOutcome outcome in Outcomes)
            chart.Add(outcome.Remedy + (outcome.IsFinite ? "" : " (not finite)"), [.. outcome.Losses, .. Enumerable.Repeat(float.NaN, outcome.Planned - outcome.Steps)]);
        File.WriteAllText(path, chart.ToSvg(860, 420));
    }

    private static string Number(float value) => Figures.Text(value);
}
