using System.Globalization;
using System.Text;
using AutoGrad.EndToEnd.Tests.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <summary>
/// Random programs: what the generated code computes beside the user's own methods and differences. AUTOGRAD_PROGRAMS tells how many, by
/// default 512, and AUTOGRAD_SEED where to start: a failure names the seed of its program.
/// </summary>
public class RandomProgramTests(ITestOutputHelper output)
{
    private const int BatchSize = 64;

    private static int Programs => Setting("AUTOGRAD_PROGRAMS", 512);

    private static int FirstSeed => Setting("AUTOGRAD_SEED", 1);

    /// <summary>The first seed of each batch, and how many programs it has.</summary>
    public static TheoryData<int, int> Batches
    {
        get
        {
            var data = new TheoryData<int, int>();
            for (int start = 0; start < Programs; start += BatchSize)
                data.Add(FirstSeed + start, Math.Min(BatchSize, Programs - start));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Fused_code_agrees_with_the_user_s_methods_and_with_differences(int firstSeed, int count)
    {
        RandomProgram[] programs = [.. Enumerable.Range(firstSeed, count).Select(seed => ProgramWriter.Write($"P{seed}", seed))];
        // Every other batch as in a project that checks integer arithmetic.
        bool checksOverflow = (firstSeed - 1) / BatchSize % 2 == 1;
        TimeSpan start = Environment.CpuUsage.TotalTime;
        (System.Reflection.Assembly assembly, var failures) = new UserProject(checksOverflow).LoadAll(programs.Select(p => (p.Name, p.Source + p.Subject)));
        TimeSpan compiled = Environment.CpuUsage.TotalTime;

        var wrong = new string?[count];
        var isSensitive = new bool[count];
        Parallel.For(0, count, i => wrong[i] = failures.TryGetValue(programs[i].Name, out string? problems) ? problems : Check(programs[i], assembly, out isSensitive[i]));
        int sensitive = isSensitive.Count(s => s);
        output.WriteLine($"{count} programs, {sensitive} of them sensitive to rounding; processor time: {compiled - start} to compile, {Environment.CpuUsage.TotalTime - compiled} to run");

        var report = new StringBuilder();
        foreach ((RandomProgram program, string? failure) in programs.Zip(wrong).Where(p => p.Second is not null))
            report.Append(CultureInfo.InvariantCulture, $"AUTOGRAD_SEED={program.Seed} AUTOGRAD_PROGRAMS=1: {failure}\n{program.Source}\n");
        if (report.Length > 0)
            throw new XunitException($"{wrong.Count(w => w is not null)} of {count} random programs fail.\n{report}");
        Assert.True(sensitive <= Math.Max(1, count / 8), $"{sensitive} of {count} programs are too sensitive to be compared closely");
    }

    private static string? Check(RandomProgram program, System.Reflection.Assembly assembly, out bool isSensitive)
    {
        var subject = (Subject)Activator.CreateInstance(assembly.GetType(program.Name + "Subject", throwOnError: true)!)!;
        var check = new ProgramCheck(program, subject);
        try
        {
            check.Run();
            return null;
        }
        catch (XunitException e)
        {
            return e.Message;
        }
        finally
        {
            isSensitive = check.IsSensitive;
        }
    }

    internal static int Setting(string name, int otherwise)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
