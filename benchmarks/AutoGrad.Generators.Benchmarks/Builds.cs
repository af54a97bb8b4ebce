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
    /// The seconds of the build with the generator and without, each the least of some that alternate, and the median of the differences of
    /// neighbours, which a machine that is slower now and then does not move: by a compiler that is started anew, as in CI, whose JIT has not
    /// seen the generator yet, or by the server that a developer's builds share.
    /// </summary>
    public (double With, double Without, double More) Measure(int rounds, bool isShared)
    {
        List<double> with = [], without = [];
        for (int round = 0; round < rounds; round++)
        {
            without.Add(Build("without", isShared));
            with.Add(Build("with", isShared));
        }

        double[] more = [.. with.Zip(without, (w, o) => w - o).Order()];
        return (with.Min(), without.Min(), more[more.Length / 2]);
    }

    /// <summary>Builds by the server, and again after an edit: nothing that the first build leaves in the server may hurt the second. Throws where one fails.</summary>
    public void BuildTwice()
    {
        Build("with", isShared: true);
        File.WriteAllText(Path.Combine(_folder, "with", SampleProject.Unrelated), SampleProject.UnrelatedText(1));
        Build("with", isShared: true);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private double Build(string project, bool isShared)
    {
        long start = Stopwatch.GetTimestamp();
        Run(project, "build", "--no-restore", "--no-incremental", "-c", "Release", $"-p:UseSharedCompilation={isShared}", "-nodeReuse:false");
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
        string analyzers = isAnnotated
            ? $"""<Analyzer Include="{libraries}AutoGrad.Generators.dll" /><Analyzer Include="{libraries}AutoGrad.Compiler.dll" />"""
            : "";
        File.WriteAllText(Path.Combine(folder, project + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
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
