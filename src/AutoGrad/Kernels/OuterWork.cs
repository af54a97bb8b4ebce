namespace AutoGrad.Kernels;

/// <summary>Work on a range of an outermost axis, whose items do not depend on each other.</summary>
internal interface IOuterWork
{
    void Run(nint first, nint end);
}

/// <summary>Shares an outermost axis out, in chunks of about as many elements as <see cref="Loops"/> takes.</summary>
internal static unsafe class OuterWork
{
    private const nint ChunkElements = 16 << 10;
    private const int LeastParallelChunks = 4;

    internal static void Run<TWork>(TWork work, nint outer, nint elementsEach)
        where TWork : unmanaged, IOuterWork
    {
        nint each = nint.Max(1, ChunkElements / nint.Max(1, elementsEach));
        int chunks = checked((int)((outer + each - 1) / each));
        if (chunks < LeastParallelChunks)
        {
            work.Run(0, outer);
            return;
        }
        State<TWork> state = new() { Work = work, Outer = outer, Each = each };
        WorkerPool.Run(chunks, &RunChunk<TWork>, &state);
    }

    private static void RunChunk<TWork>(void* state, int chunk)
        where TWork : unmanaged, IOuterWork
    {
        State<TWork>* shared = (State<TWork>*)state;
        nint first = chunk * shared->Each;
        shared->Work.Run(first, nint.Min(shared->Outer, first + shared->Each));
    }

    private struct State<TWork>
        where TWork : unmanaged, IOuterWork
    {
        internal TWork Work;
        internal nint Outer, Each;
    }
}
