namespace AutoGrad.Tests.Testing;

/// <summary>Counts the bytes that an action allocates on the managed heap.</summary>
internal static class Allocation
{
    private const int Attempts = 10;

    // The test host's own threads allocate now and then, more often on a busy machine.
    private const int AttemptsOnAllThreads = 100;

    /// <summary>
    /// Asserts that <paramref name="action"/>, called once before, allocates nothing on this thread in <paramref name="times"/>
    /// further calls. A collection that another thread asks for meanwhile counts the rest of this thread's allocation buffer as
    /// allocated; so does the runtime's own work, once. What really allocates does so in each of several attempts.
    /// </summary>
    internal static void AssertNone(Action action, int times = 10)
    {
        action();
        Assert.Equal(0, Least(action, times, Attempts, GC.GetAllocatedBytesForCurrentThread));
    }

    /// <summary>As <see cref="AssertNone"/>, counted over all threads of the process.</summary>
    internal static void AssertNoneOnAnyThread(Action action)
    {
        action();
        Assert.Equal(0, Least(action, 1, AttemptsOnAllThreads, () => GC.GetTotalAllocatedBytes(precise: true)));
    }

    private static long Least(Action action, int times, int attempts, Func<long> allocated)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < attempts && least > 0; attempt++)
        {
            long before = allocated();
            for (int i = 0; i < times; i++)
                action();
            least = Math.Min(least, allocated() - before);
        }
        return least;
    }
}
