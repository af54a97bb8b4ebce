using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace AutoGrad.Generators.Tests;

/// <summary>
/// Every source file of the samples, of the programs and of the tests, with a few tokens deleted, doubled, swapped or replaced. The editor
/// shows generator and analyzer nothing but such files. AUTOGRAD_MUTANTS says how many (100, and 2,000 for a thorough run),
/// AUTOGRAD_MUTANT_SEED which, AUTOGRAD_MUTANT_SECONDS how much time one may take at best: 2 where this test runs alone, and
/// without a bound but that of a loop without end where others run beside it.
/// </summary>
public class MutantTests(ITestOutputHelper output)
{
    private const int Attempts = 3;

    private static readonly TimeSpan s_endless = TimeSpan.FromSeconds(120);

    private static readonly int s_count = Setting("AUTOGRAD_MUTANTS", 100), s_seed = Setting("AUTOGRAD_MUTANT_SEED", 1);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(Setting("AUTOGRAD_MUTANT_SECONDS", (int)s_endless.TotalSeconds));

    [Fact]
    public async Task Broken_programs_neither_stop_nor_hold_up_generator_and_analyzer()
    {
        var random = new Random(s_seed);
        string[] files = Source.Files();
        // Files that use what is generated for, and all others, in turns: the others are many, and say little.
        string[] programs = [.. files.Where(f => File.ReadAllText(f) is var text && (text.Contains("[Model", StringComparison.Ordinal) || text.Contains("[Differentiable]", StringComparison.Ordinal)))];
        random.Shuffle(files);
        Assert.True(programs.Length > 10 && files.Length > programs.Length);
        // What is compiled on first use is no mutant's time.
        foreach (string program in s_most < s_endless ? programs : programs[..1])
            await Marked.Analyze(Source.Compile(File.ReadAllText(program)));
        (TimeSpan Time, string Name) slowest = default;
        for (int i = 0; i < s_count; i++)
        {
            string file = i % 2 == 0 ? programs[i / 2 % programs.Length] : files[i / 2 % files.Length];
            string mutant = Mutants.Of(File.ReadAllText(file), random), name = $"mutant {i} of seed {s_seed}, {Path.GetFileName(file)}";
            TimeSpan time = await Check(mutant, name);
            if (time > slowest.Time)
                slowest = (time, name);
        }

        output.WriteLine($"slowest: {slowest.Time.TotalMilliseconds:N0} ms, {slowest.Name}");
    }

    private static async Task<TimeSpan> Check(string mutant, string name)
    {
        try
        {
            TimeSpan least = TimeSpan.MaxValue;
            // The time that passes, or that of all processors where it is less: then the machine was busy with something else. Collections may fall into it.
            for (int attempt = 0; attempt < Attempts && least > s_most; attempt++)
            {
                TimeSpan start = Environment.CpuUsage.TotalTime;
                long began = Stopwatch.GetTimestamp();
                ImmutableArray<Diagnostic> found = await Marked.Analyze(Source.Compile(mutant)).WaitAsync(s_endless);
                TimeSpan time = Environment.CpuUsage.TotalTime - start, passed = Stopwatch.GetElapsedTime(began);
                least = new[] { time, passed, least }.Min();
                Assert.DoesNotContain(found, d => d.GetMessage(CultureInfo.InvariantCulture).Contains("fault in AutoGrad", StringComparison.Ordinal));
            }

            Assert.True(least <= s_most, $"took {least}");
            return least;
        }
        catch (Exception) when (StopsTheCompiler(mutant))
        {
            return default;
        }
        catch (Exception e)
        {
            throw new XunitException($"{name}: {e.Message}\n{mutant}", e);
        }
    }

    // Some mutants, such as one with "foreach ("a"[] x in y)", stop the compiler itself, which neither generator nor analyzer can help.
    private static bool StopsTheCompiler(string mutant)
    {
        try
        {
            Source.Compile(mutant).GetDiagnostics();
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static int Setting(string name, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
