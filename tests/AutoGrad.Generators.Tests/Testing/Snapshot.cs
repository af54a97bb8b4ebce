using System.Runtime.CompilerServices;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Xunit.Sdk;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>
/// Compares text with a committed file beside the test, <c>Class.Method.verified.ext</c>. Where they differ, what was found is written to
/// <c>Class.Method.received.ext</c>: look at it, and rename it to accept.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string text, string extension = "txt", string? variant = null, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string name = string.Join(".", new[] { Path.GetFileNameWithoutExtension(file), method, variant }.OfType<string>());
        string stem = Path.Combine(Path.GetDirectoryName(file)!, name);
        string verified = $"{stem}.verified.{extension}", received = $"{stem}.received.{extension}";
        string actual = text.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        string expected = File.Exists(verified) ? File.ReadAllText(verified).ReplaceLineEndings("\n") : "";
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, actual);
        throw new XunitException($"{Path.GetFileName(received)} differs from what was verified:\n{Difference(expected, actual)}");
    }

    private static string Difference(string expected, string actual)
    {
        DiffPaneModel diff = InlineDiffBuilder.Diff(expected, actual);
        return string.Join("\n", diff.Lines.Where(l => l.Type != ChangeType.Unchanged).Take(60).Select(l => (l.Type == ChangeType.Inserted ? "+ " : "- ") + l.Text));
    }
}
