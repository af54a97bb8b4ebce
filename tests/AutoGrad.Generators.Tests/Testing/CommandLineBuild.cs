using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AutoGrad.Generators.Diagnostics;

namespace AutoGrad.Generators.Tests.Testing;

/// <summary>Runs the compiler of the SDK as a build does, with generator and analyzer, and reads what it logs.</summary>
internal static class CommandLineBuild
{
    /// <summary>What AutoGrad reports of the files: <c>file (line,column)-(line,column): ID</c>, each time it is reported and not suppressed.</summary>
    public static async Task<string[]> Run(IEnumerable<(string Name, string Text)> files, string analyzerConfig = "")
    {
        string folder = Directory.CreateTempSubdirectory("autograd-build").FullName;
        try
        {
            List<string> options = ["/noconfig", "/nologo", "/target:library", "/nullable:enable", "/langversion:14", "/out:Program.dll", "/errorlog:log.sarif,version=2.1", "/analyzerconfig:.editorconfig"];
            string[] analyzers = [typeof(ModelAnalyzer).Assembly.Location, typeof(AutoGrad.Compiler.Pipeline).Assembly.Location];
            string runtime = RuntimeEnvironment.GetRuntimeDirectory();
            IEnumerable<string> references = Directory.EnumerateFiles(runtime, "System*.dll").Where(f => !f.EndsWith(".Native.dll", StringComparison.Ordinal))
                .Append(typeof(Tensor).Assembly.Location).Append(typeof(ModelAttribute).Assembly.Location);
            options.AddRange(analyzers.Select(a => $"/analyzer:\"{a}\""));
            options.AddRange(references.Select(r => $"/reference:\"{r}\""));
            foreach ((string name, string text) in files.Prepend(("Usings.cs", Source.Usings)))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, name), text);
                options.Add(name);
            }

            await File.WriteAllTextAsync(Path.Combine(folder, ".editorconfig"), "root = true\n\n[*.cs]\n" + analyzerConfig);
            await File.WriteAllLinesAsync(Path.Combine(folder, "build.rsp"), options, Encoding.UTF8);
            await Compile(folder, Path.GetFullPath(Path.Combine(runtime, "../../..")));
            return Read(await File.ReadAllTextAsync(Path.Combine(folder, "log.sarif")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Compile(string folder, string dotnet)
    {
        string sdk = Directory.EnumerateDirectories(Path.Combine(dotnet, "sdk")).Where(d => File.Exists(Path.Combine(d, "Roslyn/bincore/csc.dll"))).Max(StringComparer.Ordinal)!;
        var start = new ProcessStartInfo(Path.Combine(dotnet, "dotnet"), ["exec", Path.Combine(sdk, "Roslyn/bincore/csc.dll"), "@build.rsp"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using Process compiler = Process.Start(start)!;
        string output = await compiler.StandardOutput.ReadToEndAsync();
        await compiler.WaitForExitAsync();
        // An analyzer or generator that fails, or cannot be loaded, is no more than a warning.
        Assert.DoesNotMatch("AD0001|CS8032|CS8784|CS8785|CS9057", output);
    }

    private static string[] Read(string log)
    {
        using JsonDocument document = JsonDocument.Parse(log);
        return [.. document.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Where(r => r.GetProperty("ruleId").GetString()!.StartsWith("AG", StringComparison.Ordinal) && !r.TryGetProperty("suppressions", out _))
            .Select(Display)];
    }

    private static string Display(JsonElement result)
    {
        JsonElement location = result.GetProperty("locations")[0].GetProperty("physicalLocation"), region = location.GetProperty("region");
        string file = Path.GetFileName(location.GetProperty("artifactLocation").GetProperty("uri").GetString()!);
        int Number(string name) => region.GetProperty(name).GetInt32();
        return string.Create(CultureInfo.InvariantCulture, $"{file} ({Number("startLine")},{Number("startColumn")})-({Number("endLine")},{Number("endColumn")}): {result.GetProperty("ruleId").GetString()}");
    }
}
