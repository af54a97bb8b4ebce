using System.Runtime.CompilerServices;

namespace AutoGrad.Compiler.Tests.Contract;

/// <summary>The sources of the generators, found from where this file was compiled.</summary>
internal static class Sources
{
    public static string Generators { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "generators"));

    /// <summary>The files of a folder, by path and text without comments.</summary>
    public static IReadOnlyList<(string Path, string Code)> In(params string[] folder)
    {
        string root = Path.Combine([Generators, .. folder]);
        string[] files = Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        return [.. files.Where(f => !f.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin")).Order(StringComparer.Ordinal).Select(f => (Path.GetRelativePath(Generators, f), Code(f)))];
    }

    private static string Code(string file) => string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
