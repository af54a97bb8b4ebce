namespace AutoGrad.Tests.Kernels;

/// <summary>Computes the same with several numbers of threads. Only one test at a time sets <see cref="Compute.Threads"/>.</summary>
internal static class OnThreads
{
    private static readonly Lock Gate = new();
    private static readonly int[] Counts = [1, 2, 3, 7];

    /// <summary>The results with 1, 2, 3 and 7 threads.</summary>
    internal static T[] Each<T>(Func<T> compute)
    {
        lock (Gate)
        {
            int before = Compute.Threads;
            try
            {
                return [.. Counts.Select(threads =>
                {
                    Compute.Threads = threads;
                    return compute();
                })];
            }
            finally
            {
                Compute.Threads = before;
            }
        }
    }
}
