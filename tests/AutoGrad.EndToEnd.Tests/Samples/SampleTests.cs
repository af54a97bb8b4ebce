using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace AutoGrad.EndToEnd.Tests.Samples;

/// <summary>Runs the samples as a user would, and reads what they print.</summary>
public sealed partial class SampleTests
{
    [Fact]
    public void The_digits_are_learnt_and_the_loss_is_shown_as_it_falls()
    {
        string[] lines = Run("Digits");
        double[] losses = [.. lines.Select(l => EpochLine().Match(l)).Where(m => m.Success).Select(m => Number(m.Groups[1].Value))];
        Assert.Equal(30, losses.Length);
        Assert.True(losses[^1] < losses[0] / 4, $"the loss went from {losses[0]} to {losses[^1]}");
        string accuracy = lines.Single(l => l.StartsWith("test accuracy", StringComparison.Ordinal));
        Assert.InRange(Number(AccuracyLine().Match(accuracy).Groups[1].Value), 96, 100);
    }

    [Fact]
    public void The_unscaled_regression_explodes_without_a_clip_and_trains_with_either()
    {
        Dictionary<string, double> losses = Run("UnscaledRegression")
            .Select(l => l.Split("last loss", 2))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0].Trim(), parts => Number(parts[1].Trim()));
        Assert.False(double.IsFinite(losses["no clipping"]));
        Assert.InRange(losses["clip norm 1.0"], 0, 500);
        Assert.InRange(losses["clip value 5.0"], 0, 500);
    }

    private static string[] Run(string sample, [CallerFilePath] string thisFile = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../.."));
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        string program = Path.Combine(root, "samples", sample, "bin", configuration, "net10.0", sample + ".dll");
        string folder = Directory.CreateTempSubdirectory("sample").FullName;
        try
        {
            var start = new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true, WorkingDirectory = folder };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            return output.Split('\n');
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Number(string text) => text switch
    {
        "NaN" => double.NaN,
        "∞" or "Infinity" => double.PositiveInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"^epoch +\d+ +loss ([0-9.]+)")]
    private static partial Regex EpochLine();

    [GeneratedRegex(@"([0-9.]+) ?%")]
    private static partial Regex AccuracyLine();
}
