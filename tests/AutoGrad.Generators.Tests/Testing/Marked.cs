using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>
/// Checks what the analyzer reports, and where: <c>{|AG2001:text|}</c> marks a diagnostic, <c>{|AG3003+:text|}</c> the declaration that one
/// contradicts. The analyzer sees what it sees in a build, the program with the generator's output.
/// </summary>
internal static partial class Marked
{
    /// <summary>The messages of the diagnostics, which must be exactly those that are marked, each once.</summary>
    public static async Task<string[]> Verify(string marked)
    {
        (string text, string[] expected) = Read(marked);
        ImmutableArray<Diagnostic> found = await Analyze(Source.Compile(text));
        // Declarations are compared where the program marks one.
        bool hasDeclarations = expected.Any(e => e.Contains('+', StringComparison.Ordinal) && e.IndexOf('+', StringComparison.Ordinal) == 6);
        IEnumerable<string> declarations = hasDeclarations ? found.SelectMany(d => d.AdditionalLocations.Select(l => Display(d.Id + "+", l, text))) : [];
        Assert.Equal(expected.Order(), found.Select(d => Display(d.Id, d.Location, text)).Concat(declarations).Order());
        return [.. found.OrderBy(d => d.Location.SourceSpan.Start).Select(d => d.GetMessage(CultureInfo.InvariantCulture))];
    }

    /// <summary>The program without its marks, and what they say.</summary>
    public static (string Text, string[] Expected) Read(string marked)
    {
        List<string> expected = [];
        string text = marked;
        // Inner marks first: what stands before an outer one's text does not move.
        List<(string Id, int Start, int Length)> marks = [];
        for (Match match = Mark().Match(text); match.Success; match = Mark().Match(text))
        {
            int opening = match.Groups[2].Index - match.Index;
            for (int i = 0; i < marks.Count; i++)
            {
                if (marks[i].Start > match.Index)
                    marks[i] = marks[i] with { Start = marks[i].Start - (marks[i].Start >= match.Index + match.Length ? opening + 2 : opening) };
            }

            marks.Add((match.Groups[1].Value, match.Index, match.Groups[2].Length));
            text = string.Concat(text.AsSpan(0, match.Index), match.Groups[2].Value, text.AsSpan(match.Index + match.Length));
        }

        expected.AddRange(marks.Select(m => $"{m.Id} at {m.Start}..{m.Start + m.Length}: {text.Substring(m.Start, m.Length)}"));
        return (text, [.. expected]);
    }

    /// <summary>What the analyzer reports of a program beside what the generator adds to it; neither may fail.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Analyze(CSharpCompilation compilation, AnalyzerOptions? options = null)
    {
        ImmutableArray<Diagnostic> found = await Generate(compilation).WithAnalyzers([new ModelAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return found;
    }

    /// <summary>The program with what the generator adds.</summary>
    public static Compilation Generate(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: Source.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> failures);
        Assert.Empty(failures);
        Assert.Empty(driver.GetRunResult().Diagnostics);
        return updated;
    }

    private static string Display(string id, Location location, string text)
    {
        (int start, int end) = (location.SourceSpan.Start, location.SourceSpan.End);
        return $"{id} at {start}..{end}: {text[start..end]}";
    }

    [GeneratedRegex(@"\{\|(AG\d+\+?):((?:(?!\{\|).)*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
