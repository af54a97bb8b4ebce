using AutoGrad.Kernels;

namespace AutoGrad.Tests.Models;

public sealed class LoopMemoryTests : IDisposable
{
    private static readonly long s_elements = 3_000_000_000;

    public LoopMemoryTests() => LoopMemory.s_available = 1000;

    public void Dispose() => LoopMemory.s_available = null;

    [Fact]
    public void A_loop_that_needs_more_than_there_is_says_so_before_it_allocates()
    {
        var workspace = new Workspace();
        var e = Assert.Throws<InsufficientMemoryException>(() => { workspace.Reserve<double>(126, 63, "Total"); });
        Assert.Equal("The gradient of 'Total' keeps what each of 63 iterations of a loop computed until it runs backwards: 1008 bytes, where 1000 bytes are available. Run fewer iterations in one call.", e.Message);
        Assert.Equal(0, workspace.Bytes);
    }

    [Fact]
    public void What_fits_is_given()
    {
        var workspace = new Workspace();
        workspace.Reserve<double>(125, 125, "Total") = 1;
        Assert.Equal(1, workspace.Reserve<double>(100));
    }

    [Fact]
    public void More_than_one_array_holds_is_refused_on_any_machine()
    {
        LoopMemory.s_available = long.MaxValue;
        var e = Assert.Throws<InsufficientMemoryException>(() => { new Workspace().Reserve<float>((nint)s_elements, 1_000_000_000, "Total"); });
        Assert.Contains("1000000000 iterations", e.Message, StringComparison.Ordinal);
        Assert.Contains("12000000000 bytes", e.Message, StringComparison.Ordinal);
        Assert.Contains("one array holds at most", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_of_unknown_length_stops_where_the_next_block_does_not_fit()
    {
        Tape<double> tape = Tape<double>.Rent("Root");
        var e = Assert.Throws<InsufficientMemoryException>(() =>
        {
            for (int i = 0; i < 1000; i++)
                tape.Append(2) = i;
        });
        // 64 elements, and then 128 of them: 1024 bytes.
        Assert.Contains("'Root'", e.Message, StringComparison.Ordinal);
        Assert.Contains("33 iterations", e.Message, StringComparison.Ordinal);
        Assert.Contains("1024 bytes, where 1000 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_machine_s_memory_is_the_limit()
    {
        LoopMemory.s_available = null;
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Assert.True(available > 0);
        long elements = Math.Min(available / sizeof(double) + 1, Array.MaxLength);
        var e = Assert.Throws<InsufficientMemoryException>(() => LoopMemory.Require<double>(elements, 1, "Total"));
        Assert.Contains(FormattableString.Invariant($"{available} bytes are available"), e.Message, StringComparison.Ordinal);
    }
}
