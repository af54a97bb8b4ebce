using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace AutoGrad;

/// <summary>Runs a sequence on a background thread, a few elements ahead of who consumes it.</summary>
internal sealed class Prefetcher<T> : IDisposable
{
    private readonly IEnumerable<T> source;
    private readonly BlockingCollection<T> ready;
    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private ExceptionDispatchInfo? failure;

    internal Prefetcher(IEnumerable<T> source, int capacity)
    {
        this.source = source;
        ready = new BlockingCollection<T>(capacity);
        thread = new Thread(Produce) { IsBackground = true, Name = "AutoGrad prefetch" };
        thread.Start();
    }

    /// <summary>The elements; at their end throws what the sequence threw.</summary>
    internal IEnumerable<T> Consume()
    {
        foreach (T element in ready.GetConsumingEnumerable())
            yield return element;
        failure?.Throw();
    }

    /// <summary>Stops the sequence after the element that it is at, and waits until it is disposed of.</summary>
    public void Dispose()
    {
        stop.Cancel();
        thread.Join();
        ready.Dispose();
        stop.Dispose();
    }

    private void Produce()
    {
        try
        {
            foreach (T element in source)
                ready.Add(element, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever consumed has gone.
        }
        catch (Exception e)
        {
            // Thrown again where the elements are consumed.
            failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            ready.CompleteAdding();
        }
    }
}
