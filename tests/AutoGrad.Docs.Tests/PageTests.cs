using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Docs.Tests;

/// <summary>Every block of C# of the pages is a program, compiled and where its output is shown run; pages of diagnostics have tests of their own.</summary>
public partial class PageTests
{
    private static readonly string s_repository
        = typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;

    public static TheoryData<string> Pages =>
    [
        .. Directory.GetFiles(s_repository, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(s_repository, "docs"), "*.md"))
            .Append(Path.Combine(s_repository, "src", "AutoGrad", "PACKAGE.md"))
            .Select(f => Path.GetRelativePath(s_repository, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_of_a_page_is_what_the_page_says(string page)
    {
        var wrong = new List<string>();
        foreach (Block block in Page.Read(File.ReadAllText(Path.Combine(s_repository, page))))
        {
            var program = new DocumentedProgram(block.Code);
            string? problem = block.Expectation switch
            {
                Expectation.IsReported => program.Problems.Any(d => d.Id == block.Diagnostic) && program.Problems.All(d => d.Id == block.Diagnostic) ? null : $"expected {block.Diagnostic}, found: {Text(program.Problems)}",
                Expectation.IsGenerated => Missing(block.Shown, program.Generated),
                _ => program.Problems.Count == 0 ? null : Text(program.Problems),
            };
            if (problem is null && block.Output is not null)
            {
                string printed = program.Run();
                if (!Pattern(block.Output).IsMatch(printed.ReplaceLineEndings("\n").TrimEnd()))
                    problem = $"It prints\n{printed}";
            }

            if (problem is not null)
                wrong.Add($"{page}({block.Line}): {problem}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_links_of_a_page_lead_to_files(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(s_repository, page))!;
        foreach (Match link in Link().Matches(Fenced().Replace(File.ReadAllText(Path.Combine(s_repository, page)), "")))
        {
            string target = link.Groups[1].Value.Split('#')[0];
            Assert.True(target.Length == 0 || Path.Exists(Path.Combine(folder, target)), $"{page} links to {target}, which is not there");
        }
    }

    // "…" in an output stands for anything on its line: a time, an address.
    private static Regex Pattern(string output) => new("^" + Regex.Escape(output.TrimEnd()).Replace("…", "[^\n]*", StringComparison.Ordinal) + "$");

    private static string? Missing(string shown, string generated)
    {
        string text = Spaces().Replace(generated, " ");
        foreach (string part in Ellipsis().Split(shown))
        {
            if (!text.Contains(Spaces().Replace(part.Trim(), " "), StringComparison.Ordinal))
                return $"not generated:\n{part}\nbut\n{generated}";
        }

        return null;
    }

    private static string Text(IEnumerable<Diagnostic> problems) => string.Join('\n', problems.Take(3));

    [GeneratedRegex(@"\]\((?!https?:)([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"^\s*(?://\s*)?…\s*$", RegexOptions.Multiline)]
    private static partial Regex Ellipsis();
}
