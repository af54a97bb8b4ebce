using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace AutoGrad.Kernels;

/// <summary>
/// Runs the chunks of one piece of work on the caller and on threads of its own, which take chunks as they come. A call costs
/// no allocation. Waiting threads spin for some tens of microseconds, since a training step follows its kernels closely, and
/// then sleep. One piece of work runs at a time: a nested or concurrent call runs on its caller alone.
/// </summary>
internal static unsafe class WorkerPool
{
    /// <summary>Added to <see cref="active"/> while nobody may join: it is negative then.</summary>
    private const int Closed = int.MinValue;

    private static readonly long SpinTicks = Stopwatch.Frequency / 20_000;

    private static readonly Lock Growth = new();
    private static Worker[] workers = [];

    private static int busy;
    private static int generation;
    private static int active = Closed;

    // The work. Valid while it is open: written before opening, and not again before all who joined have left.
    private static delegate*<void*, int, void> currentBody;
    private static void* currentState;
    private static int currentChunks, nextChunk;
    private static Exception? failure;

    /// <summary>
    /// Calls <paramref name="body"/>(state, i) for every i below <paramref name="chunks"/>, in any order and on any thread. The
    /// first exception of a chunk is rethrown when all have ended; chunks not yet begun are dropped then.
    /// </summary>
    internal static void Run(int chunks, delegate*<void*, int, void> body, void* state)
    {
        int helpers = int.Min(Compute.Threads, chunks) - 1;
        if (helpers <= 0 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (int i = 0; i < chunks; i++)
                body(state, i);
            return;
        }
        currentBody = body;
        currentState = state;
        currentChunks = chunks;
        nextChunk = 0;
        if (workers.Length < helpers)
            Grow(helpers);
        Volatile.Write(ref active, 0);
        Interlocked.Increment(ref generation);
        for (int i = 0; i < helpers; i++)
            workers[i].Wake();

        TakeChunks();

        SpinWait wait = default;
        for (Interlocked.Add(ref active, Closed); Volatile.Read(ref active) != Closed;)
            wait.SpinOnce(sleep1Threshold: -1);
        Exception? thrown = failure;
        failure = null;
        Volatile.Write(ref busy, 0);
        if (thrown is not null)
            ExceptionDispatchInfo.Throw(thrown);
    }

    private static void TakeChunks()
    {
        try
        {
            for (int i; (i = Interlocked.Increment(ref nextChunk) - 1) < currentChunks;)
                currentBody(currentState, i);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
            Volatile.Write(ref nextChunk, currentChunks);
        }
    }

    private static bool TryJoin()
    {
        int seen = Volatile.Read(ref active);
        while (seen >= 0)
        {
            int before = Interlocked.CompareExchange(ref active, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }
        return false;
    }

    private static void Grow(int count)
    {
        lock (Growth)
        {
            Worker[] more = new Worker[count];
            for (int i = 0; i < count; i++)
                more[i] = i < workers.Length ? workers[i] : new Worker(i);
            workers = more;
        }
    }

    private sealed class Worker
    {
        private readonly object bed = new();
        private int asleep;

        internal Worker(int index)
        {
            Thread thread = new(Loop) { IsBackground = true, Name = $"AutoGrad worker {index + 1}" };
            thread.Start();
        }

        internal void Wake()
        {
            if (Volatile.Read(ref asleep) == 0)
                return;
            lock (bed)
                System.Threading.Monitor.Pulse(bed);
        }

        private void Loop()
        {
            // Work opened before this thread ran is worth a look: any generation but the present one would do.
            int seen = Volatile.Read(ref generation) - 1;
            while (true)
            {
                AwaitGeneration(seen);
                seen = Volatile.Read(ref generation);
                if (!TryJoin())
                    continue;
                TakeChunks();
                Interlocked.Decrement(ref active);
            }
        }

        private void AwaitGeneration(int seen)
        {
            long start = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref generation) == seen)
            {
                if (Stopwatch.GetTimestamp() - start < SpinTicks)
                {
                    Thread.SpinWait(8);
                    continue;
                }
                lock (bed)
                {
                    // Announced before the last look: either a caller sees the sleeper, or this look sees the caller's work.
                    Interlocked.Exchange(ref asleep, 1);
                    if (Volatile.Read(ref generation) == seen)
                        System.Threading.Monitor.Wait(bed);
                    Volatile.Write(ref asleep, 0);
                }
            }
        }
    }
}
