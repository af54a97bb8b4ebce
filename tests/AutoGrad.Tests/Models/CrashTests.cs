using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace AutoGrad.Tests.Models;

/// <summary>
/// A program that saves over and over is killed at a random moment: the file is the last version that it called complete, or the one after that,
/// and whole. Ten times each by default; as often as the environment variable AUTOGRAD_CRASHES says.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const int LongestDelay = 60;

    private readonly string folder = Directory.CreateTempSubdirectory("crashes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("parameters")]
    [InlineData("checkpoint")]
    public void A_process_that_is_killed_while_it_saves_leaves_a_whole_file(string kind)
    {
        string path = Path.Combine(folder, "model.safetensors");
        var random = new Random(1);
        int interrupted = 0, crashes = int.Parse(Environment.GetEnvironmentVariable("AUTOGRAD_CRASHES") ?? "10", CultureInfo.InvariantCulture);
        for (int crash = 0; crash < crashes; crash++)
        {
            int complete = RunAndKill(path, kind, random.Next(LongestDelay));
            Assert.InRange(Load(path, kind), complete, complete + 1);

            // What the dead program was writing lies beside the file, and harms nobody.
            string[] unfinished = Directory.GetFiles(folder, "*.tmp");
            interrupted += unfinished.Length;
            Array.ForEach(unfinished, File.Delete);
        }

        // Else the moments would prove nothing.
        Assert.InRange(interrupted, 1, crashes);
    }

    /// <summary>The version that the file holds, the same in every number.</summary>
    private static long Load(string path, string kind)
    {
        var set = new ParameterSet(new ParameterDefinition("W", [1 << 18, 3]), new ParameterDefinition("B", [7]));
        var checkpoint = new Checkpoint(set, new Sgd(0.1f, momentum: 0.9f));
        if (kind == "checkpoint")
            checkpoint.Load(path);
        else
            set.Load(path);
        float version = set.ValueSpan()[0];
        Assert.False(set.ValueSpan().ContainsAnyExcept(version));
        if (kind == "checkpoint")
            Assert.Equal(checkpoint.Step, (long)version);
        return (long)version;
    }

    /// <summary>Lets the program save for a while; the last version that it called complete.</summary>
    private static int RunAndKill(string path, string kind, int delay)
    {
        string program = typeof(CrashTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SaveLoop").Value!;
        var start = new ProcessStartInfo("dotnet", [program, path, kind]) { RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        string last = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The program has ended by itself.");
        Thread.Sleep(delay);
        process.Kill();
        process.WaitForExit();
        while (process.StandardOutput.ReadLine() is { Length: > 0 } line)
            last = line;
        return int.Parse(last, CultureInfo.InvariantCulture);
    }
}
