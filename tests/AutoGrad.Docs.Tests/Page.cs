using System.Text.RegularExpressions;

namespace AutoGrad.Docs.Tests;

/// <summary>
/// Reads the blocks of C# of a page. What a block needs and a reader does not is in comments directly before it, which are not shown:
/// <c>&lt;!-- csharp ... --&gt;</c> holds code that belongs to the program; if one of its lines is <c>...</c>, the block stands there;
/// <c>&lt;!-- continues --&gt;</c>: the program is that of the block before, and this one;
/// <c>&lt;!-- reports AG3003 --&gt;</c>: that is said of it;
/// <c>&lt;!-- generated --&gt;</c>: an excerpt of what is generated for the block before. A block marked <c>output</c> after it is what it prints. A program without using directives has the usual ones.
/// </summary>
internal static partial class Page
{
    public static IReadOnlyList<Block> Read(string text)
    {
        var blocks = new List<Block>();
        string before = "";
        foreach (Match match in Fence().Matches(text))
        {
            string code = match.Groups["code"].Value;
            if (match.Groups["language"].Value == "output")
            {
                if (blocks.Count == 0 || text[..match.Index].TrimEnd().EndsWith("```", StringComparison.Ordinal) is false)
                    throw new InvalidDataException($"Line {LineOf(text, match.Index)}: output without a block before it.");
                blocks[^1] = blocks[^1] with { Output = code };
                continue;
            }

            if (match.Groups["language"].Value != "csharp")
                continue;
            string program = code;
            bool continues = false, isGenerated = false;
            string? diagnostic = null;
            foreach (string comment in Comments(match.Groups["comments"].Value))
            {
                if (comment == "continues")
                    continues = true;
                else if (comment == "generated")
                    isGenerated = true;
                else if (comment.StartsWith("reports ", StringComparison.Ordinal))
                    diagnostic = comment["reports ".Length..];
                else if (comment.StartsWith("csharp\n", StringComparison.Ordinal))
                    program = Around(comment["csharp\n".Length..], program);
                else
                    throw new InvalidDataException($"Line {LineOf(text, match.Index)}: a comment that is none of the known ones: {comment}");
            }

            if (continues)
                program = before + "\n" + program;
            if (!isGenerated)
                before = program;
            Expectation expectation = isGenerated ? Expectation.IsGenerated : diagnostic is null ? Expectation.Compiles : Expectation.IsReported;
            blocks.Add(new(LineOf(text, match.Groups["code"].Index), isGenerated ? before : program, code, expectation, diagnostic, null));
        }

        return blocks;
    }

    private static string Around(string hidden, string code)
        => Place().IsMatch(hidden) ? Place().Replace(hidden, code.Replace("$", "$$", StringComparison.Ordinal)) : hidden + "\n" + code;

    private static IEnumerable<string> Comments(string text) => Comment().Matches(text).Select(m => m.Groups[1].Value.Trim(' '));

    private static int LineOf(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"(?<comments>(?:^<!--(?:(?!-->).)*-->\n+)*)^```(?<language>\w*)\n(?<code>.*?)\n?^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("<!--(.*?)-->", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[ \t]*\.\.\.$", RegexOptions.Multiline)]
    private static partial Regex Place();
}
