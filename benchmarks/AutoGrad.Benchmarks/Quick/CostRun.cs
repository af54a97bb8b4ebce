namespace AutoGrad.Benchmarks;

/// <summary>What clips, penalties and monitors add to a training step, beside what they add to TorchSharp's, block after block in one process.</summary>
internal static class CostRun
{
    private const int Rounds = 51;

    // Where its buffers happen to lie makes the same step up to 5 % slower or faster in a process: so each row is of several that lie elsewhere.
    private const int Pairs = 7;

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
        int pairs = PairedTimer.IsSmoke ? 1 : Pairs;
        var timings = new Timing[pairs];
        var kept = new List<IContender>();
        for (int pair = 0; pair < pairs; pair++)
        {
            (IContender plain, IContender costly) = pair % 2 == 0 ? (without(), with()) : Swap(with(), without());
            kept.AddRange([plain, costly]);
            timings[pair] = PairedTimer.Measure(plain, costly, Rounds);
        }

        kept.ForEach(contender => contender.Dispose());
        double[] adds = [.. timings.Select(t => 100 * ((1 / t.Ratio) - 1)).Order()];
        double plainTime = Median(timings.Select(t => t.Torch)), costlyTime = Median(timings.Select(t => t.Auto));
        double plainLeast = timings.Min(t => t.TorchLeast), costlyLeast = timings.Min(t => t.AutoLeast);
        Console.WriteLine($"| {what} | {plainTime:N0} ({plainLeast:N0}) | {costlyTime:N0} ({costlyLeast:N0}) | {adds[pairs / 2]:F1} % ({adds[0]:F1} to {adds[^1]:F1}) | {100 * ((costlyLeast / plainLeast) - 1):F1} % |");
    }

    private static (IContender Plain, IContender Costly) Swap(IContender costly, IContender plain) => (plain, costly);

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
