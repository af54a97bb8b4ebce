namespace AutoGrad.Kernels;

/// <summary>Runs the chunks of one piece of work.</summary>
internal static unsafe class WorkerPool
{
    /// <summary>Calls <paramref name="body"/>(state, i) for every i below <paramref name="chunks"/>, in any order.</summary>
    internal static void Run(int chunks, delegate*<void*, int, void> body, void* state)
    {
        for (int i = 0; i < chunks; i++)
            body(state, i);
    }
}
