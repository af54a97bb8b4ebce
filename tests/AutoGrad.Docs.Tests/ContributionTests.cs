using System.Reflection;

namespace AutoGrad.Docs.Tests;

/// <summary>What CONTRIBUTING.md asks of a new layer or optimizer, of those that there are.</summary>
public class ContributionTests
{
    private static readonly string s_repository
        = typeof(ContributionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Repository").Value!;

    private static readonly Lazy<string> s_tests = new(() => string.Join('\n', Sources("tests").Select(File.ReadAllText)));

    private static readonly Lazy<string> s_pages = new(() => string.Join('\n', Directory.GetFiles(Path.Combine(s_repository, "docs"), "*.md").Select(File.ReadAllText)));

    public static TheoryData<string> Layers => [.. Library().Where(t => t.Namespace == "AutoGrad.Layers" && t.GetMethod("InitializeParameters") is not null).Select(t => t.Name)];

    public static TheoryData<string> Optimizers => [.. Library().Where(t => t.IsSubclassOf(typeof(Optimizer)) && !t.IsAbstract).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Layers))]
    [MemberData(nameof(Optimizers))]
    public void It_is_in_the_documentation_and_in_a_test(string name)
    {
        Assert.Matches($@"`(?:[^`\n]*\W)?{name}\b[^`\n]*`", s_pages.Value);
        Assert.Matches($@"\b{name}\b", s_tests.Value);
    }

    private static Type[] Library() => typeof(ParameterSet).Assembly.GetExportedTypes();

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(s_repository, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.Contains("AutoGrad.Docs.Tests", StringComparison.Ordinal));
}
