using System.Diagnostics;

namespace AutoGrad.Package.Tests.Testing;

/// <summary>
/// A new folder outside of the repository, for a user's project. Packages come from the folder that the build of the tests packed into, and
/// what they depend on from the machine's own; they are unpacked into a folder of this one's, since a package that is packed anew under the
/// same version would not be noticed in the machine's.
/// </summary>
public sealed class EmptyFolder : IDisposable
{
    public EmptyFolder()
    {
        Path = Directory.CreateTempSubdirectory("autograd-package-").FullName;
        Write("NuGet.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{Setting.Packages}" />
                <add key="machine" value="{Setting.GlobalPackages}" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="{In("packages")}" />
              </config>
            </configuration>
            """);
        Write("Directory.Build.props", "<Project />"); // Whatever lies above this folder is not part of it.
    }

    public string Path { get; }

    public string In(string file) => System.IO.Path.Combine(Path, file);

    public string Read(string file) => File.ReadAllText(In(file));

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(In(file))!);
        File.WriteAllText(In(file), text);
    }

    /// <summary>Runs a command of the SDK in <paramref name="folder"/>, and fails the test if it does.</summary>
    public string Dotnet(string folder, params string[] arguments)
    {
        (int code, string output) = TryDotnet(folder, arguments);
        Assert.True(code == 0, $"dotnet {string.Join(' ', arguments)} ends with {code}:\n{output}");
        return output;
    }

    /// <summary>Runs a command of the SDK in <paramref name="folder"/>: its exit code and what it prints.</summary>
    public (int Code, string Output) TryDotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = In(folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // What the run of these tests tells MSBuild is not for the projects under test; templates are installed into this folder.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || k.StartsWith("VSTEST", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_HOME"] = In("home");
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
