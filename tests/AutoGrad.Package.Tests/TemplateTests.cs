using System.Globalization;
using System.Text.RegularExpressions;
using AutoGrad.Package.Tests.Testing;

namespace AutoGrad.Package.Tests;

/// <summary>The template, from an empty folder and the packages alone.</summary>
public sealed class TemplateTests : IDisposable
{
    private readonly EmptyFolder _folder = new();

    [Fact]
    public void A_new_project_runs_passes_its_tests_and_refuses_a_wrong_shape_at_its_line()
    {
        Directory.CreateDirectory(_folder.In("My.Spirals"));
        _folder.Dotnet("My.Spirals", "new", "install", Path.Combine(Setting.Packages, $"AutoGrad.Templates.{Setting.Version}.nupkg"));
        _folder.Dotnet("My.Spirals", "new", "autograd");
        Assert.True(File.Exists(_folder.In("My.Spirals/My.Spirals.csproj")), string.Join(' ', Directory.GetFiles(_folder.In("My.Spirals"))));

        Match accuracy = Regex.Match(_folder.Dotnet("My.Spirals", "run"), @"test accuracy ([0-9.]+) %");
        Assert.True(accuracy.Success);
        Assert.InRange(double.Parse(accuracy.Groups[1].Value, CultureInfo.InvariantCulture), 97, 100);

        Assert.Matches(@"Passed! +- Failed: +0, Passed: +2,", _folder.Dotnet("My.Spirals", "test", "--no-build"));

        // A weight of 16 rows behind 32 units.
        string model = _folder.Read("My.Spirals/SpiralClassifier.cs");
        const string Right = "[Parameter(32, 2), L2(1e-4f)]";
        Assert.Contains(Right, model, StringComparison.Ordinal);
        _folder.Write("My.Spirals/SpiralClassifier.cs", model.Replace(Right, "[Parameter(16, 2), L2(1e-4f)]", StringComparison.Ordinal));
        int line = 1 + Array.FindIndex(model.Split('\n'), l => l.Contains("MatMul(second, W3)", StringComparison.Ordinal));

        (int code, string output) = _folder.TryDotnet("My.Spirals", "build", "--no-restore");

        Assert.NotEqual(0, code);
        Assert.Matches($@"SpiralClassifier\.cs\({line},\d+\): error AG3003: ", output);
    }

    public void Dispose() => _folder.Dispose();
}
