using System.Globalization;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis.Text;

namespace AutoGrad.Generators.Tests.Diagnostics;

/// <summary>The table of wrong programs again, each in a namespace of its own, all in one run of the compiler that builds use.</summary>
public class BuildTests
{
    private static readonly (string File, string Text, string[] Expected)[] s_programs =
        [.. WrongPrograms.All.Where(p => !WrongPrograms.RefusedByCSharp.Contains(p.Key)).Select((p, i) => File(string.Create(CultureInfo.InvariantCulture, $"P{i}"), p.Value))];

    [Fact]
    public async Task A_build_reports_what_the_analyzer_reports_at_the_same_places_and_once()
    {
        string[] found = await CommandLineBuild.Run(s_programs.Select(p => (p.File, p.Text)));
        Assert.Equal(s_programs.SelectMany(p => p.Expected).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_build_honours_the_severities_of_an_editorconfig()
    {
        string silence = string.Concat(Rules.All.Select(r => $"dotnet_diagnostic.{r.Id}.severity = none\n"));
        Assert.Empty(await CommandLineBuild.Run(s_programs.Select(p => (p.File, p.Text)), silence));
    }

    private static (string File, string Text, string[] Expected) File(string name, string marked)
    {
        (string text, string[] expected) = Marked.Read($"namespace {name}; {marked}");
        var lines = SourceText.From(text);
        return ($"{name}.cs", text, [.. expected.Where(e => e[6] == ' ').Select(Line)]);

        string Line(string mark)
        {
            string[] ends = mark["AG0000 at ".Length..mark.IndexOf(':', StringComparison.Ordinal)].Split("..");
            LinePositionSpan span = lines.Lines.GetLinePositionSpan(TextSpan.FromBounds(int.Parse(ends[0], CultureInfo.InvariantCulture), int.Parse(ends[1], CultureInfo.InvariantCulture)));
            return string.Create(CultureInfo.InvariantCulture, $"{name}.cs ({span.Start.Line + 1},{span.Start.Character + 1})-({span.End.Line + 1},{span.End.Character + 1}): {mark[..6]}");
        }
    }
}
