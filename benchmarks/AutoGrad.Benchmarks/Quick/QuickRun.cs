namespace AutoGrad.Benchmarks;

/// <summary>The comparisons in about a minute: first that both sides compute the same, then how long they take.</summary>
internal static class QuickRun
{
    private const int CheckedSteps = 10;

    /// <summary>The sides add the L2 penalty's gradient before and after the clip, which after ten steps is about this much.</summary>
    private const double Tolerance = 1e-3;

    /// <summary>Prints a table of the comparisons whose group or name contains <paramref name="filter"/>; false when sides disagree.</summary>
    public static bool Print(string filter)
    {
        bool agreed = true;
        Console.WriteLine("| what | TorchSharp us (least) | AutoGrad us (least) | times as fast | bytes a step |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        foreach (Comparison comparison in Comparison.All)
        {
            if (!$"{comparison.Group} {comparison.Name}".Contains(filter, StringComparison.OrdinalIgnoreCase))
                continue;

            string? difference = Difference(comparison);
            using IContender torchSharp = comparison.TorchSharp();
            using IContender autoGrad = comparison.AutoGrad();
            Timing timing = PairedTimer.Measure(torchSharp, autoGrad);
            Console.WriteLine(Row(comparison, timing));
            if (difference is not null)
            {
                Console.Error.WriteLine($"{comparison.Group} {comparison.Name}: {difference}");
                agreed = false;
            }
        }

        return agreed;
    }

    private static string Row(Comparison comparison, Timing timing)
        => $"| {comparison.Group} {comparison.Name} | {timing.Torch:N1} ({timing.TorchLeast:N1}) | "
            + $"{timing.Auto:N1} ({timing.AutoLeast:N1}) | {timing.Ratio:F2} | {timing.Bytes} |";

    /// <summary>Null when both sides arrive at the same finite numbers.</summary>
    private static string? Difference(Comparison comparison)
    {
        using IContender torchSharp = comparison.TorchSharp();
        using IContender autoGrad = comparison.AutoGrad();
        for (int i = 0; i < CheckedSteps; i++)
        {
            torchSharp.Step();
            autoGrad.Step();
        }

        double[] expected = torchSharp.Outcome();
        double[] actual = autoGrad.Outcome();
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(actual[i] - expected[i]) <= Tolerance * Math.Abs(expected[i])))
                return $"TorchSharp arrives at {expected[i]:G9}, AutoGrad at {actual[i]:G9}";
        }

        return null;
    }
}
