using System.Diagnostics;

namespace AutoGrad.Benchmarks;

/// <summary>
/// Times two sides in turn, block after block in one process, so that a machine whose speed drifts slows both alike: the
/// ratio is the median of the blocks' ratios, not the ratio of two medians taken at different times.
/// </summary>
internal static class PairedTimer
{
    private const double BlockSeconds = 0.01;
    private const double WarmUpSeconds = 0.7;

    /// <summary>Whether to run both sides once, to see that they run: the times mean nothing then.</summary>
    public static bool IsSmoke { get; set; }

    /// <summary>Times both; on a busy machine a difference of some percent takes hundreds of rounds.</summary>
    public static Timing Measure(IContender torchSharp, IContender autoGrad, int rounds = 51)
    {
        int torchSteps = IsSmoke ? 1 : WarmUp(torchSharp);
        int autoSteps = IsSmoke ? 1 : WarmUp(autoGrad);
        rounds = IsSmoke ? 1 : rounds;
        var torchTimes = new double[rounds];
        var autoTimes = new double[rounds];
        var ratios = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            bool autoFirst = round % 2 == 0;
            if (autoFirst)
                autoTimes[round] = Block(autoGrad, autoSteps);
            torchTimes[round] = Block(torchSharp, torchSteps);
            if (!autoFirst)
                autoTimes[round] = Block(autoGrad, autoSteps);
            ratios[round] = torchTimes[round] / autoTimes[round];
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Block(autoGrad, autoSteps);
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return new Timing(Median(torchTimes), torchTimes.Min(), Median(autoTimes), autoTimes.Min(), Median(ratios), bytes / autoSteps);
    }

    /// <summary>Runs until the JIT compiler has done its best, and returns how many steps fill a block.</summary>
    private static int WarmUp(IContender contender)
    {
        int steps = 0;
        long start = Stopwatch.GetTimestamp();
        while (steps < 60 || Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds)
        {
            contender.Step();
            steps++;
        }

        double best = Enumerable.Range(0, 5).Min(_ => Block(contender, Math.Max(1, steps / 500)));
        return Math.Max(1, (int)(BlockSeconds * 1e6 / best));
    }

    /// <summary>Microseconds a step.</summary>
    private static double Block(IContender contender, int steps)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < steps; i++)
            contender.Step();
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / steps;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}

/// <summary>Microseconds a step, medians and minima; how many times as fast AutoGrad is; the bytes its step allocates.</summary>
internal sealed record Timing(double Torch, double TorchLeast, double Auto, double AutoLeast, double Ratio, long Bytes);
