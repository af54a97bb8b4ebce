namespace AutoGrad;

/// <summary>What kernels may use of the machine.</summary>
public static class Compute
{
    private static int threads = Environment.ProcessorCount;

    /// <summary>
    /// How many threads kernels may use, the caller's included. The default is the number of processors of this process.
    /// Results do not depend on it: work is divided by shape, and partial sums are added in a fixed order.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            threads = value;
        }
    }
}
