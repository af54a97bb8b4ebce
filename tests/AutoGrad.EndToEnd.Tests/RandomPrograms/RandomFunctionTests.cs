using System.Globalization;
using System.Text;
using AutoGrad.EndToEnd.Tests.Functions;
using AutoGrad.EndToEnd.Tests.Testing;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <summary>
/// Random functions of numbers and tensors, with loops, branches, local functions and calls of functions and of their derivatives: the
/// user's own method, its gradient, differences and forward mode. AUTOGRAD_FUNCTIONS tells how many pairs of them, by default 256, and AUTOGRAD_SEED where
/// to start: a failure names the seed of its program.
/// </summary>
public class RandomFunctionTests(ITestOutputHelper output)
{
    private const int BatchSize = 64;

    private static int Programs => RandomProgramTests.Setting("AUTOGRAD_FUNCTIONS", 256);

    private static int FirstSeed => RandomProgramTests.Setting("AUTOGRAD_SEED", 1);

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
    public void Gradients_agree_with_the_user_s_methods_with_differences_and_with_forward_mode(int firstSeed, int count)
    {
        (string Name, string Text)[] programs = [.. Enumerable.Range(firstSeed, count).Select(seed => ($"F{seed}", FunctionWriter.Write($"F{seed}", seed)))];
        TimeSpan start = Environment.CpuUsage.TotalTime;
        (System.Reflection.Assembly assembly, var failures) = new UserProject(checksOverflow: (firstSeed - 1) / BatchSize % 2 == 1).LoadAll(programs);
        TimeSpan compiled = Environment.CpuUsage.TotalTime;
        var wrong = new string?[count];
        Parallel.For(0, count, i => wrong[i] = failures.TryGetValue(programs[i].Name, out string? problems) ? problems : Check(assembly.GetType(programs[i].Name, throwOnError: true)!, firstSeed + i));
        output.WriteLine($"{count} programs; processor time: {compiled - start} to compile, {Environment.CpuUsage.TotalTime - compiled} to run");

        var report = new StringBuilder();
        for (int i = 0; i < count; i++)
        {
            if (wrong[i] is { } failure)
                report.Append(CultureInfo.InvariantCulture, $"AUTOGRAD_SEED={firstSeed + i} AUTOGRAD_FUNCTIONS=1: {failure}\n{programs[i].Text}\n");
        }

        if (report.Length > 0)
            throw new XunitException($"{wrong.Count(w => w is not null)} of {count} random functions fail.\n{report}");
    }

    private static string? Check(Type type, int seed)
    {
        try
        {
            foreach (string name in new[] { FunctionWriter.Inner, FunctionWriter.Outer })
            {
                var subject = new FunctionSubject(type, name) { HasJumps = true };
                var random = new Random(seed);
                for (int run = 0; run < 5; run++)
                    subject.Check(random);
            }

            return null;
        }
        catch (XunitException e)
        {
            return e.Message;
        }
        catch (System.Reflection.TargetInvocationException e)
        {
            return e.InnerException!.ToString();
        }
    }
}
