namespace AutoGrad.Benchmarks;

internal static class Threads
{
    /// <summary>Lets both sides use this many threads.</summary>
    public static void Use(int count)
    {
        TorchSharp.torch.set_num_threads(count);
        Own.Use(count);
    }
}
