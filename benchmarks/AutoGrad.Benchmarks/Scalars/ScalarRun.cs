using System.Diagnostics;

namespace AutoGrad.Benchmarks;

/// <summary>Gradients of numbers beside the functions themselves, block after block, as <see cref="PairedTimer"/> does it.</summary>
internal static class ScalarRun
{
    private const int Rounds = 51;
    private const double BlockSeconds = 0.01;

    /// <summary>Prints a table of the functions whose name contains <paramref name="filter"/>.</summary>
    public static void Print(string filter)
    {
        ScalarComparison[] chosen = [.. ScalarComparison.All.Where(c => $"Gradient {c.Name}".Contains(filter, StringComparison.OrdinalIgnoreCase))];
        if (chosen.Length == 0)
            return;
        Console.WriteLine("\n| function | itself us | gradient us | ratio (at most) | bytes a call |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (ScalarComparison comparison in chosen)
            Print(comparison);
    }

    private static void Print(ScalarComparison comparison)
    {
        int functionCount = Count(comparison.Function), gradientCount = Count(comparison.Gradient);
        var function = new double[Rounds];
        var gradient = new double[Rounds];
        var ratios = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            function[round] = Microseconds(comparison.Function, functionCount);
            gradient[round] = Microseconds(comparison.Gradient, gradientCount);
            ratios[round] = gradient[round] / function[round];
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        comparison.Gradient(gradientCount);
        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / gradientCount;
        Console.WriteLine($"| {comparison.Name} | {Median(function):F4} | {Median(gradient):F4} | {Median(ratios):F2} ({comparison.Bar:F0}) | {bytes} |");
    }

    // Runs until the JIT compiler has done its best, and returns how many calls fill a block.
    private static int Count(Func<int, double> function)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < 0.7)
            function(1000);
        return Math.Max(1, (int)(BlockSeconds * 1e6 / Microseconds(function, 1000)));
    }

    private static double Microseconds(Func<int, double> function, int count)
    {
        long start = Stopwatch.GetTimestamp();
        function(count);
        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / count;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
