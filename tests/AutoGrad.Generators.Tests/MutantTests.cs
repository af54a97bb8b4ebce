using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace AutoGrad.Generators.Tests;

/// <summary>
/// Every source file of the samples, of the programs and of the tests, with a few tokens deleted, doubled, swapped or replaced. The editor
/// shows generator and analyzer nothing but such files. AUTOGRAD_MUTANTS says how many (300, and 2,000 for a thorough run),
/// AUTOGRAD_MUTANT_SEED which, AUTOGRAD_MUTANT_SECONDS how long one may take: generous, for a machine that is busy; 2 on a quiet one.
/// </summary>
public class MutantTests
{
    private static readonly int s_count = Setting("AUTOGRAD_MUTANTS", 300), s_seed = Setting("AUTOGRAD_MUTANT_SEED", 1), s_seconds = Setting("AUTOGRAD_MUTANT_SECONDS", 60);

    [Fact]
    public async Task Broken_programs_neither_stop_nor_hold_up_generator_and_analyzer()
    {
        var random = new Random(s_seed);
        string[] files = Source.Files();
        // Files that use what is generated for, and all others, in turns: the others are many, and say little.
        string[] programs = [.. files.Where(f => File.ReadAllText(f) is var text && (text.Contains("[Model", StringComparison.Ordinal) || text.Contains("[Differentiable]", StringComparison.Ordinal)))];
        random.Shuffle(files);
        Assert.True(programs.Length > 10 && files.Length > programs.Length);
        for (int i = 0; i < s_count; i++)
        {
            string file = i % 2 == 0 ? programs[i / 2 % programs.Length] : files[i / 2 % files.Length];
            string mutant = Mutants.Of(File.ReadAllText(file), random);
            await Check(mutant, $"mutant {i} of seed {s_seed}, {Path.GetFileName(file)}");
        }
    }

    private static async Task Check(string mutant, string name)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            ImmutableArray<Diagnostic> found = await Marked.Analyze(Source.Compile(mutant)).WaitAsync(TimeSpan.FromSeconds(s_seconds));
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            Assert.True(time.TotalSeconds < s_seconds, $"took {time}");
            Assert.DoesNotContain(found, d => d.GetMessage(CultureInfo.InvariantCulture).Contains("fault in AutoGrad", StringComparison.Ordinal));
        }
        catch (Exception e)
        {
            throw new XunitException($"{name}: {e.Message}\n{mutant}", e);
        }
    }

    private static int Setting(string name, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
