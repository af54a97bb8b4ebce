using System.Reflection;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>The addresses of the rules' pages. The build says where they are published: see RepositoryUrl in Directory.Build.props.</summary>
internal static class HelpLinks
{
    private static readonly string s_published = typeof(HelpLinks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "DiagnosticsUrl").Value ?? "";

    /// <summary>The address of a rule's page; empty where pages are not published.</summary>
    public static string Of(string id) => Of(id, s_published);

    /// <summary>The address of a rule's page in a directory, whose address ends with a slash.</summary>
    public static string Of(string id, string directory) => directory.Length == 0 ? "" : $"{directory}{id}.md";
}
