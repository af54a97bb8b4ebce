using System.Diagnostics;
using System.Globalization;

namespace AutoGrad.Benchmarks;

/// <summary>
/// How much memory a training step takes at its peak, by the process's resident set, each length of time and side in a process of its own: what
/// is above the set after steps of a short time, whose code is loaded by then. Linux only.
/// </summary>
internal static class MemoryRun
{
    /// <summary>The argument of the process that measures.</summary>
    public const string One = "--memory-of";

    private static readonly RecurrentProblem s_lstm = new(Cell.Lstm, Time: 2, Batch: 32, Inputs: 2, Units: 128);
    private static readonly TransformerProblem s_transformer = new(Batch: 1, Time: 64);

    public static void Print()
    {
        Print("lstm", "steps of time of an LSTM", [50, 100, 200, 400, 800]);
        Console.WriteLine();
        Print("transformer", "tokens of a transformer block", [256, 512, 1024, 2048, 4096]);
    }

    /// <summary>Measures one side and prints the bytes.</summary>
    public static void Measure(string model, string side, int time)
    {
        using (IContender small = Create(model, side, time: null))
        {
            for (int i = 0; i < 50; i++)
                small.Step();
        }

        GC.Collect();
        // 5 sets the peak to what is resident now.
        File.WriteAllText("/proc/self/clear_refs", "5");
        long before = Read("VmRSS");
        using IContender contender = Create(model, side, time);
        for (int i = 0; i < (model == "lstm" ? 20 : 3); i++)
            contender.Step();
        Console.WriteLine((Read("VmHWM") - before).ToString(CultureInfo.InvariantCulture));
    }

    private static void Print(string model, string what, int[] times)
    {
        Console.WriteLine($"| {what} | TorchSharp MiB | AutoGrad MiB |\n| ---: | ---: | ---: |");
        foreach (int time in times)
            Console.WriteLine($"| {time:N0} | {Ask(model, "torch", time):F1} | {Ask(model, "own", time):F1} |");
    }

    private static IContender Create(string model, string side, int? time)
    {
        RecurrentProblem lstm = s_lstm with { Time = time ?? s_lstm.Time };
        TransformerProblem transformer = s_transformer with { Time = time ?? s_transformer.Time };
        return (model, side) switch
        {
            ("lstm", "torch") => new TorchRecurrent(lstm),
            ("lstm", _) => Own.RecurrentLayer(lstm),
            (_, "torch") => new TorchTransformer(transformer),
            _ => Own.Transformer(transformer),
        };
    }

    private static double Ask(string model, string side, int time)
    {
        string program = Environment.ProcessPath!;
        string[] arguments = [One, model, side, time.ToString(CultureInfo.InvariantCulture)];
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
