using System.Diagnostics;
using AutoGrad.Generators.Benchmarks.Project;

namespace AutoGrad.Generators.Benchmarks;

/// <summary>Builds of the sample project by <c>dotnet build</c>, with the generator and without, in a folder of their own.</summary>
internal sealed class Builds : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autograd-build").FullName;

    public Builds()
    {
        Write("with", isAnnotated: true);
        Write("without", isAnnotated: false);
        Run("with", "restore");
        Run("without", "restore");
    }

    /// <summary>
    /// The builds that alternate: without the generator, with it as the package brings it, and, by a compiler that is started anew, as in CI,
    /// whose JIT has not seen the generator yet, with what the package says of such compilers taken back. The other compiler is the server that
    /// a developer's builds share, which does not listen to that.
    /// </summary>
    public (Seconds Without, Seconds With, Seconds? Unset) Measure(int rounds, bool isShared)
    {
        List<double> without = [], with = [], unset = [];
        for (int round = 0; round < rounds; round++)
        {
            without.Add(Build("without", isShared));
            with.Add(Build("with", isShared));
            if (!isShared)
                unset.Add(Build("with", isShared, "-p:CscEnvironment="));
        }

        return (Seconds.Of(without, without), Seconds.Of(with, without), isShared ? null : Seconds.Of(unset, without));
    }

    /// <summary>Builds by the server, and again after an edit: nothing that the first build leaves in the server may hurt the second. Throws where one fails.</summary>
    public void BuildTwice()
    {
        Build("with", isShared: true);
        File.WriteAllText(Path.Combine(_folder, "with", SampleProject.Unrelated), SampleProject.UnrelatedText(1));
        Build("with", isShared: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private double Build(string project, bool isShared, params string[] properties)
    {
        long start = Stopwatch.GetTimestamp();
        Run(project, ["build", "--no-restore", "--no-incremental", "-c", "Release", $"-p:UseSharedCompilation={isShared}", "-nodeReuse:false", .. properties]);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Run(string project, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Path.Combine(_folder, project), RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(output);
    }

    private void Write(string project, bool isAnnotated)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, project)).FullName, libraries = AppContext.BaseDirectory;
        string package = isAnnotated ? $"""<Import Project="{libraries}AutoGrad.props" />""" : "";
        string analyzers = isAnnotated
            ? $"""<Analyzer Include="{libraries}AutoGrad.Generators.dll" /><Analyzer Include="{libraries}AutoGrad.Compiler.dll" />"""
            : "";
        File.WriteAllText(Path.Combine(folder, project + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              {package}
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
              <ItemGroup>
                <Reference Include="{libraries}AutoGrad.dll" /><Reference Include="{libraries}System.Numerics.Tensors.dll" />
                {analyzers}
              </ItemGroup>
            </Project>
            """);
        foreach ((string path, string text) in new SampleProject(isAnnotated).Files)
            File.WriteAllText(Path.Combine(folder, path), text);
    }
}
