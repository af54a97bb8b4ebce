namespace AutoGrad.Benchmarks;

/// <summary>Recurrent networks of layers beside the same as loops that a user writes.</summary>
internal static class LayerRun
{
    public static void Print()
    {
        Console.WriteLine("| step | loop us (least) | layer us (least) | the layer's speed | bytes a step |\n| --- | ---: | ---: | ---: | ---: |");
        foreach (RecurrentProblem problem in new[] { Cell.Lstm, Cell.Gru, Cell.Rnn }.SelectMany(RecurrentProblem.Of))
        {
            using IContender loop = Own.Recurrent(problem), layer = Own.RecurrentLayer(problem);
            Timing timing = PairedTimer.Measure(loop, layer);
            Console.WriteLine($"| {problem.Name} | {timing.Torch:N1} ({timing.TorchLeast:N1}) | {timing.Auto:N1} ({timing.AutoLeast:N1}) | {timing.Ratio:F2} | {timing.Bytes} |");
        }
    }
}
