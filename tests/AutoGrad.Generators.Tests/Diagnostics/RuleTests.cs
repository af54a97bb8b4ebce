using System.Text.RegularExpressions;
using System.Xml.Linq;
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
        Assert.Equal(HelpLinks.Of(id), rule.HelpLinkUri);
        string page = Source.Page(id);
        Assert.StartsWith($"# {id}: {rule.Title}\n\n{rule.DefaultSeverity}, {rule.Category}.\n", page, StringComparison.Ordinal);
        Assert.All(["## Wrong", "## Right", "## Why"], part => Assert.Contains($"\n{part}\n\n", page, StringComparison.Ordinal));
        Assert.True(page.Length - page.IndexOf("## Why", StringComparison.Ordinal) > 80, "the page explains nothing");
        Assert.Contains($"| [{id}]({id}.md) | {rule.DefaultSeverity} | {rule.Title} |", Source.Page("README"), StringComparison.Ordinal);
    }

    // The address may be empty, and with it all links: then only the code tells whether a rule has one, and its own.
    [Fact]
    public void Each_rule_names_its_own_page() => Assert.Equal(
        Rules.All.Select(r => r.Id).Order(StringComparer.Ordinal),
        Descriptor().Matches(Source.Rules()).Where(m => m.Groups[1].Value == m.Groups[2].Value).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));

    [Fact]
    public void Pages_are_where_the_repository_is()
    {
        string address = XDocument.Parse(Source.BuildProperties()).Descendants("RepositoryUrl").Single().Value;
        Assert.Equal(address.Length == 0 ? "" : $"{address}/blob/main/docs/diagnostics/AG1001.md", HelpLinks.Of("AG1001"));
        Assert.Equal("https://host/docs/AG1001.md", HelpLinks.Of("AG1001", "https://host/docs/"));
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

    [GeneratedRegex(@"new\(\s*""(AG\d+)""(?:(?!new\().)*?helpLinkUri: HelpLinks\.Of\(""(AG\d+)""\)", RegexOptions.Singleline)]
    private static partial Regex Descriptor();

    [GeneratedRegex("```csharp\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Program();

    [GeneratedRegex(@"\b(graph|node|lowering|lowered|symbolic|IOperation|reduce_\w+|row_\w+)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Internals();
}
