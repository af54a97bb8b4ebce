using System.Numerics.Tensors;

namespace AutoGrad.Tests.Data;

/// <summary>Batches of sequences, and batches made ahead on one thread: in order, with what is thrown, and without a thread left behind.</summary>
public sealed class PrefetchTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    [Fact]
    public void Samples_are_stacked_into_batches()
    {
        IEnumerable<(Tensor<float> X, Tensor<int> Y)> samples = Enumerable.Range(0, 5).Select(i => (Tensor.Create<float>([i, -i], [2]), Tensor.Create<int>([i], [1])));
        List<(Tensor<float> X, Tensor<int> Y)> batches = [.. Batches.From(samples, 2)];
        Assert.Equal([2, 2, 1], batches.Select(b => (int)b.X.Lengths[0]));
        Assert.Equal([2, 2], batches[0].X.Lengths.ToArray());
        Assert.Equal([2, -2, 3, -3], batches[1].X.ToArray());
        Assert.Equal([4], batches[2].Y.ToArray());
        Assert.Throws<ArgumentException>(() => Batches.From([(Tensor.Create<int>([1], [1]), Tensor.Create<int>([1], [1])), (Tensor.Create<int>([1, 2], [2]), Tensor.Create<int>([1], [1]))], 2).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Batches_that_reuse_their_tensors_come_in_order_and_whole(int capacity)
    {
        Tensor<float> x = Tensor.Create([.. Enumerable.Range(0, 1000).Select(i => (float)i)], [100, 10]);
        Tensor<int> y = Tensor.Create<int>([.. Enumerable.Range(0, 100)], [100]);
        List<(Tensor<float> X, Tensor<int> Y)> found = [.. Batches.Prefetched(Batches.Shuffled(x, y, 7, seed: 2), capacity)];
        List<(float[] X, int[] Y)> expected = [.. Batches.Shuffled(x, y, 7, seed: 2).Select(b => (b.X.ToArray(), b.Y.ToArray()))];
        Assert.Equal(expected.Select(b => b.Y), found.Select(b => b.Y.ToArray()));
        Assert.Equal(expected.Select(b => b.X), found.Select(b => b.X.ToArray()));
    }

    [Fact]
    public void What_the_sequence_throws_comes_after_the_elements_before_it()
    {
        var seen = new List<int>();
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (int i in Batches.Ahead(Failing(5), 2))
                seen.Add(i);
        });
        Assert.Equal("no element 5", error.Message);
        Assert.Equal([0, 1, 2, 3, 4], seen);
        Assert.Throws<OperationCanceledException>(() => Batches.Ahead(Enumerable.Range(0, 2).Select(i => i == 0 ? i : throw new OperationCanceledException())).Count());
    }

    [Fact]
    public void Who_stops_early_stops_the_thread_and_the_sequence_is_disposed_of()
    {
        using var ended = new ManualResetEventSlim();
        foreach (int i in Batches.Ahead(Endless(ended), 2))
        {
            if (i == 10)
                break;
        }

        // The end is waited for, so there is nothing to wait for here.
        Assert.True(ended.IsSet);
    }

    [Fact]
    public void An_exception_of_the_consumer_stops_the_thread_too()
    {
        using var ended = new ManualResetEventSlim();
        Assert.Throws<NotSupportedException>(() =>
        {
            foreach (int i in Batches.Ahead(Endless(ended), 1))
                throw new NotSupportedException();
        });
        Assert.True(ended.IsSet);
    }

    [Fact]
    public void The_sequence_runs_ahead_but_no_further_than_it_may()
    {
        int made = 0;
        using var filled = new SemaphoreSlim(0);
        using IEnumerator<int> elements = Batches.Ahead(Counted(), capacity: 3).GetEnumerator();
        Assert.Equal(0, Volatile.Read(ref made));
        Assert.True(elements.MoveNext());

        // One is consumed, three are ready, and one more waits for its place.
        for (int i = 0; i < 5; i++)
            Assert.True(filled.Wait(s_long));
        Assert.False(filled.Wait(100));
        Assert.Equal(5, Volatile.Read(ref made));

        IEnumerable<int> Counted()
        {
            while (true)
            {
                Interlocked.Increment(ref made);
                filled.Release();
                yield return 0;
            }
        }
    }

    [Fact]
    public async Task Many_sequences_at_once_end()
    {
        IEnumerable<Task<int>> runs = Enumerable.Range(0, 8).Select(run => Task.Run(() => Batches.Ahead(Enumerable.Range(0, 2000), run % 3 + 1).Take(run % 2 == 0 ? 1000 : 5000).Sum()));
        int[] sums = await Task.WhenAll(runs).WaitAsync(s_long);
        Assert.Equal([.. Enumerable.Range(0, 8).Select(run => run % 2 == 0 ? 499_500 : 1_999_000)], sums);
    }

    [Fact]
    public void A_capacity_below_one_is_refused_at_once()
        => Assert.Throws<ArgumentOutOfRangeException>(() => Batches.Ahead([1], 0));

    private static IEnumerable<int> Failing(int at)
    {
        for (int i = 0; i < at; i++)
            yield return i;
        throw new InvalidOperationException($"no element {at}");
    }

    private static IEnumerable<int> Endless(ManualResetEventSlim ended)
    {
        try
        {
            for (int i = 0; ; i++)
                yield return i;
        }
        finally
        {
            ended.Set();
        }
    }
}
