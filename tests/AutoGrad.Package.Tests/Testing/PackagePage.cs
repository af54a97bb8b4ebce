using System.Text.RegularExpressions;

namespace AutoGrad.Package.Tests.Testing;

/// <summary>The page that the package shows: a program, and what it prints.</summary>
internal static class PackagePage
{
    public static string Program => Block("csharp");

    public static string Output => Block("output").Trim();

    private static string Block(string language)
    {
        string page = File.ReadAllText(Path.Combine(Setting.Repository, "src", "AutoGrad", "PACKAGE.md"));
        return Regex.Match(page, $"```{language}\n(.*?)\n```", RegexOptions.Singleline).Groups[1].Value;
    }
}
