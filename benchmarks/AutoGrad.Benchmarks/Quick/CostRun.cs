namespace AutoGrad.Benchmarks;

/// <summary>What clips, penalties and monitors add to a training step, beside what they add to TorchSharp's, block after block in one process.</summary>
internal static class CostRun
{
    private const int Rounds = 301;

    private static readonly MlpProblem Problem = new("784-1024-1024-10, batch 128", [784, 1024, 1024, 10], Batch: 128);

    /// <summary>Prints a table: each step beside the same step without.</summary>
    public static void Print()
    {
        Console.WriteLine($"| {Problem.Name}: with | without us (least) | with us (least) | adds | adds (least) |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        Row("AutoGrad: ClipNorm and L2", () => Own.Plain(Problem), () => Own.NormClipped(Problem));
        Row("AutoGrad: ClipGlobalNorm and L2", () => Own.Plain(Problem), () => Own.GloballyClipped(Problem));
        Row("AutoGrad: Monitor.Layers, observed by a GradientMonitor", () => Own.Plain(Problem), () => Own.Monitored(Problem));
        Row("TorchSharp: clip_grad_norm_ and weight_decay", () => new TorchMlp(Problem, isClipped: false), () => new TorchMlp(Problem));
    }

    private static void Row(string what, Func<IContender> without, Func<IContender> with)
    {
        using IContender plain = without();
        using IContender costly = with();
        Timing timing = PairedTimer.Measure(plain, costly, Rounds);
        Console.WriteLine($"| {what} | {timing.Torch:N0} ({timing.TorchLeast:N0}) | {timing.Auto:N0} ({timing.AutoLeast:N0}) | {100 * ((1 / timing.Ratio) - 1):F1} % | {100 * ((timing.AutoLeast / timing.TorchLeast) - 1):F1} % |");
    }
}
