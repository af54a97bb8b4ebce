using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>
/// Checks what the analyzer reports, and where: <c>{|AG2001:text|}</c> marks a diagnostic. The analyzer sees what it sees in a build, the
/// program with the generator's output.
/// </summary>
internal static partial class Marked
{
    /// <summary>The messages of the diagnostics, which must be exactly those that are marked.</summary>
    public static async Task<string[]> Verify(string marked)
    {
        List<string> expected = [];
        string text = marked;
        for (Match match = Mark().Match(text); match.Success; match = Mark().Match(text))
        {
            expected.Add($"{match.Groups[1].Value} at {match.Index}..{match.Index + match.Groups[2].Length}: {match.Groups[2].Value}");
            text = string.Concat(text.AsSpan(0, match.Index), match.Groups[2].Value, text.AsSpan(match.Index + match.Length));
        }

        ImmutableArray<Diagnostic> found = await Analyze(Source.Compile(text));
        Assert.Equal(expected.Order(), found.Select(d => Display(d, text)).Order());
        return [.. found.OrderBy(d => d.Location.SourceSpan.Start).Select(d => d.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>What the analyzer reports of a program beside what the generator adds to it; neither may fail.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Analyze(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: Source.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation updated, out ImmutableArray<Diagnostic> failures);
        Assert.Empty(failures);
        Assert.Empty(driver.GetRunResult().Diagnostics);
        ImmutableArray<Diagnostic> found = await updated.WithAnalyzers([new ModelAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return found;
    }

    private static string Display(Diagnostic diagnostic, string text)
    {
        (int start, int end) = (diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End);
        return $"{diagnostic.Id} at {start}..{end}: {text[start..end]}";
    }

    [GeneratedRegex(@"\{\|(AG\d+):((?:(?!\{\|).)*?)\|\}", RegexOptions.Singleline)]
    private static partial Regex Mark();
}
