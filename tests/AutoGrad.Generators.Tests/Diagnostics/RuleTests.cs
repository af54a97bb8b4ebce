using System.Text.RegularExpressions;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Tests.Diagnostics;

/// <summary>Every rule has a row, a help link, a page whose programs are compiled, and a test.</summary>
public partial class RuleTests
{
    public static TheoryData<string> Ids => [.. Rules.All.Select(r => r.Id)];

    [Fact]
    public void Rules_are_numbered_in_order_and_once()
        => Assert.Equal(Rules.All.Select(r => r.Id).Distinct().Order(StringComparer.Ordinal), Rules.All.Select(r => r.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_row_in_the_table_of_releases(string id)
    {
        DiagnosticDescriptor rule = Rule(id);
        Assert.Contains($"\n{id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}\n", Source.Unshipped(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_links_to_its_page_which_has_all_parts(string id)
    {
        DiagnosticDescriptor rule = Rule(id);
        Assert.Equal($"{Rules.Help}{id}.md", rule.HelpLinkUri);
        string page = Source.Page(id);
        Assert.StartsWith($"# {id}: {rule.Title}\n\n{rule.DefaultSeverity}, {rule.Category}.\n", page, StringComparison.Ordinal);
        Assert.All(["## Wrong", "## Right", "## Why"], part => Assert.Contains($"\n{part}\n\n", page, StringComparison.Ordinal));
        Assert.True(page.Length - page.IndexOf("## Why", StringComparison.Ordinal) > 80, "the page explains nothing");
        Assert.Contains($"| [{id}]({id}.md) | {rule.DefaultSeverity} | {rule.Title} |", Source.Page("README"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_programs_of_a_page_are_what_it_says(string id)
    {
        string[] programs = [.. Program().Matches(Source.Page(id)).Select(m => m.Groups[1].Value)];
        Assert.Equal(2, programs.Length);
        if (id == "AG1013")
            return; // Its programs need a library: see LayerRuleTests.
        Assert.Equal([id], (await Marked.Analyze(Source.Compile(programs[0]))).Select(d => d.Id).Distinct());
        Assert.Empty(await Marked.Analyze(Source.Compile(programs[1])));
        Assert.DoesNotContain(Marked.Generate(Source.Compile(programs[1])).GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        Assert.DoesNotContain(Source.Errors(Source.Compile(programs[0])), error => !error.Contains("CS9248", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_speaks_the_language_of_users_and_can_be_configured(string id)
    {
        DiagnosticDescriptor rule = Rule(id);
        string text = $"{rule.Title} {rule.MessageFormat} {rule.Description}";
        Assert.DoesNotMatch(Internals(), text);
        Assert.DoesNotMatch(@"\.$", rule.Title.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.DoesNotContain(WellKnownDiagnosticTags.NotConfigurable, rule.CustomTags);
    }

    private static DiagnosticDescriptor Rule(string id) => Rules.All.Single(r => r.Id == id);

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Program();

    [GeneratedRegex(@"\b(graph|node|lowering|lowered|symbolic|IOperation|reduce_\w+|row_\w+)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Internals();
}
