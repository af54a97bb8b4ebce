using System.Diagnostics;
using System.Globalization;

namespace AutoGrad.Benchmarks;

/// <summary>
/// How much memory the step of an LSTM (batch 32, 2 inputs, 128 units) takes at its peak, by the process's resident set, each length and side
/// in a process of its own: what is above the set after a step of two time steps, whose code is loaded by then. Linux only.
/// </summary>
internal static class MemoryRun
{
    /// <summary>The argument of the process that measures.</summary>
    public const string One = "--memory-of";

    public static void Print()
    {
        Console.WriteLine("| steps of time | TorchSharp MiB | AutoGrad MiB |\n| ---: | ---: | ---: |");
        foreach (int time in (int[])[50, 100, 200, 400, 800])
            Console.WriteLine($"| {time} | {Ask("torch", time):F1} | {Ask("own", time):F1} |");
    }

    /// <summary>Measures one side and prints the bytes.</summary>
    public static void Measure(string side, int time)
    {
        var problem = new RecurrentProblem(Cell.Lstm, time, Batch: 32, Inputs: 2, Units: 128);
        using (IContender small = Create(side, problem with { Time = 2 }))
        {
            for (int i = 0; i < 50; i++)
                small.Step();
        }

        GC.Collect();
        // 5 sets the peak to what is resident now.
        File.WriteAllText("/proc/self/clear_refs", "5");
        long before = Read("VmRSS");
        using IContender contender = Create(side, problem);
        for (int i = 0; i < 20; i++)
            contender.Step();
        Console.WriteLine((Read("VmHWM") - before).ToString(CultureInfo.InvariantCulture));
    }

    private static IContender Create(string side, RecurrentProblem problem) => side == "torch" ? new TorchRecurrent(problem) : Own.RecurrentLayer(problem);

    private static double Ask(string side, int time)
    {
        string program = Environment.ProcessPath!;
        string[] arguments = [One, side, time.ToString(CultureInfo.InvariantCulture)];
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            arguments = [typeof(MemoryRun).Assembly.Location, .. arguments];
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(output.Trim(), CultureInfo.InvariantCulture) / 1024 / 1024;
    }

    private static long Read(string field)
        => 1024 * long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(field + ":", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
