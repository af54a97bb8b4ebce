namespace AutoGrad.Tests.Kernels;

public class ComputeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void Fewer_threads_than_one_are_refused(int threads)
    {
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(() => Compute.Threads = threads);
        Assert.Equal(threads, thrown.ActualValue);
    }

    [Fact]
    public void Threads_keeps_what_is_set()
    {
        int expected = 1;
        foreach (int threads in OnThreads.Each(() => Compute.Threads))
        {
            Assert.True(threads >= expected);
            expected = threads;
        }
    }
}
