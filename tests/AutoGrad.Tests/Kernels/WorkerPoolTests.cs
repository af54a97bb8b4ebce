using AutoGrad.Kernels;
using AutoGrad.Tests.Testing;

namespace AutoGrad.Tests.Kernels;

public unsafe class WorkerPoolTests
{
    [Fact]
    public void Every_chunk_runs_once()
        => OnThreads.Each(() =>
        {
            for (int repeat = 0; repeat < 500; repeat++)
            {
                int[] counts = new int[1 + repeat % 70];
                fixed (int* state = counts)
                    WorkerPool.Run(counts.Length, &Count, state);
                Assert.All(counts, count => Assert.Equal(1, count));
            }
            return 0;
        });

    [Fact]
    public void Work_is_taken_up_again_after_the_workers_have_gone_to_sleep()
        => OnThreads.Each(() =>
        {
            for (int repeat = 0; repeat < 20; repeat++)
            {
                Thread.Sleep(2);
                int[] counts = new int[50];
                fixed (int* state = counts)
                    WorkerPool.Run(counts.Length, &Count, state);
                Assert.All(counts, count => Assert.Equal(1, count));
            }
            return 0;
        });

    [Fact]
    public void A_nested_call_runs_on_its_caller()
        => OnThreads.Each(() =>
        {
            int[] counts = new int[64];
            fixed (int* state = counts)
                WorkerPool.Run(8, &Nest, state);
            Assert.All(counts, count => Assert.Equal(1, count));
            return 0;
        });

    [Fact]
    public void Calls_from_several_threads_at_once_all_complete()
        => OnThreads.Each(() =>
        {
            Parallel.For(0, 8, _ =>
            {
                for (int repeat = 0; repeat < 100; repeat++)
                {
                    int[] counts = new int[20];
                    fixed (int* state = counts)
                        WorkerPool.Run(counts.Length, &Count, state);
                    Assert.All(counts, count => Assert.Equal(1, count));
                }
            });
            return 0;
        });

    [Fact]
    public void An_exception_of_a_chunk_reaches_the_caller_and_the_pool_works_on()
        => OnThreads.Each(() =>
        {
            for (int repeat = 0; repeat < 20; repeat++)
            {
                int[] counts = new int[40];
                fixed (int* state = counts)
                {
                    int* pointer = state;
                    InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => WorkerPool.Run(40, &Fail, pointer));
                    Assert.Equal("chunk 13", thrown.Message);
                    Array.Clear(counts);
                    WorkerPool.Run(40, &Count, state);
                }
                Assert.All(counts, count => Assert.Equal(1, count));
            }
            return 0;
        });

    [Fact]
    public void A_call_allocates_nothing()
        => OnThreads.Each(() =>
        {
            int[] counts = new int[40];
            Allocation.AssertNone(
                () =>
                {
                    fixed (int* state = counts)
                        WorkerPool.Run(counts.Length, &Count, state);
                },
                times: 100);
            return 0;
        });

    private static void Count(void* state, int chunk) => Interlocked.Increment(ref ((int*)state)[chunk]);

    private static void Nest(void* state, int chunk) => WorkerPool.Run(8, &Count, (int*)state + 8 * chunk);

    private static void Fail(void* state, int chunk)
    {
        if (chunk == 13)
            throw new InvalidOperationException("chunk 13");
    }
}
