using System.Reflection;

namespace AutoGrad.Package.Tests.Testing;

/// <summary>What the build of the tests knows: where the packages are that it made, and their version.</summary>
internal static class Setting
{
    public static string Packages => Of("Packages");

    public static string Version => Of("Version");

    /// <summary>The machine's own folder of packages, from which the others come: so that no test needs a network.</summary>
    public static string GlobalPackages => Of("GlobalPackages");

    public static string Repository => Of("Repository");

    private static string Of(string name)
        => typeof(Setting).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == name).Value!;
}
