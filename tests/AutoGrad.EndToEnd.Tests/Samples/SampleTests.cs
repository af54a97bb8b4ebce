using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace AutoGrad.EndToEnd.Tests.Samples;

/// <summary>The samples, as a user runs them.</summary>
public partial class SampleTests
{
    [Fact]
    public void Digits_are_learnt_to_96_percent_while_the_loss_falls()
    {
        string output = Run("Digits");

        double[] losses = [.. EpochLine().Matches(output).Select(m => Number(m.Groups[1].Value))];
        Assert.Equal(30, losses.Length);
        Assert.All(losses, l => Assert.True(double.IsFinite(l) && l > 0));
        for (int i = 3; i < losses.Length; i++)
            Assert.True(losses[i] < losses[i - 3], $"The loss does not fall: {string.Join(" ", losses)}");
        double accuracy = Number(AccuracyLine().Match(output).Groups[1].Value);
        Assert.InRange(accuracy, 96, 100);
    }

    [Fact]
    public void Clothes_are_told_apart_by_a_convolutional_network()
    {
        string output = Run("FashionCnn");

        double[] accuracies = [.. ClothesLine().Matches(output).Select(m => Number(m.Groups[1].Value))];
        Assert.Equal(30, accuracies.Length);
        Assert.InRange(accuracies[^1], 70, 100);
    }

    [Fact]
    public void The_unscaled_regression_explodes_without_clipping_and_learns_with_either_kind()
    {
        string output = Run("UnscaledRegression");

        var losses = LastLossLine().Matches(output).ToDictionary(m => m.Groups[1].Value.Trim(), m => Number(m.Groups[2].Value));
        Assert.Equal(3, losses.Count);
        Assert.False(double.IsFinite(losses["no clipping"]), output);
        Assert.All(losses.Where(l => l.Key != "no clipping"), l => Assert.InRange(l.Value, 0, 500));
    }

    [Fact]
    public void The_adding_problem_is_solved_by_the_layer_and_not_by_the_truncated_loop()
    {
        string output = Run("AddingProblem");

        (double Rnn, double Lstm)[] losses = [.. AddingLine().Matches(output).Select(m => (Number(m.Groups[1].Value), Number(m.Groups[2].Value)))];
        Assert.Equal(20, losses.Length);
        Assert.InRange(losses[^1].Lstm, 0, 0.01);
        Assert.All(losses.TakeLast(5), l => Assert.InRange(l.Rnn, 0.03, 0.4));
    }

    [GeneratedRegex(@"^ *\d+ +rnn +(\S+) +\(gradient \S+\) +lstm +(\S+)", RegexOptions.Multiline)]
    private static partial Regex AddingLine();

    [GeneratedRegex(@"^epoch +\d+ +loss +\S+ +test accuracy +([0-9.]+) ?%", RegexOptions.Multiline)]
    private static partial Regex ClothesLine();

    [GeneratedRegex(@"^epoch +\d+ +loss +(\S+)", RegexOptions.Multiline)]
    private static partial Regex EpochLine();

    [GeneratedRegex(@"^test accuracy +([0-9.]+) ?%", RegexOptions.Multiline)]
    private static partial Regex AccuracyLine();

    [GeneratedRegex(@"^(.+?) +last loss +(\S+)", RegexOptions.Multiline)]
    private static partial Regex LastLossLine();

    // In a folder of its own, since samples write files.
    private static string Run(string sample)
    {
        string folder = Directory.CreateTempSubdirectory("sample-").FullName;
        try
        {
            var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(Setting("Samples"), sample, "bin", Setting("Configuration"), "net10.0", sample + ".dll")])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{sample} ends with {process.ExitCode}:\n{output}\n{errors.Result}");
            return output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Setting(string name)
        => typeof(SampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
