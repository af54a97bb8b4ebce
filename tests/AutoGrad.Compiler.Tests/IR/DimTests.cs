namespace AutoGrad.Compiler.Tests.IR;

public sealed class DimTests
{
    private static readonly Dim s_batch = Dim.Symbol("batch"), s_time = Dim.Symbol("time"), s_width = Dim.Symbol("width");

    [Fact]
    public void Text_is_canonical()
    {
        Assert.Equal("0", ((Dim)0).ToString());
        Assert.Equal("-3", ((Dim)(-3)).ToString());
        Assert.Equal("2*batch+1", (s_batch + 1 + s_batch).ToString());
        Assert.Equal("batch*time-batch+time", ((s_time * s_batch) + s_time - s_batch).ToString());
        Assert.Equal("-batch", (0 - s_batch).ToString());
        Assert.Equal("batch*batch-1", ((s_batch - 1) * (s_batch + 1)).ToString());
        Assert.Equal("div(width+1,2)+1", (Dim.FloorDivide(s_width + 1, 2) + 1).ToString());
        Assert.Equal("max(batch,time)*min(batch,time)", (Dim.Min(s_batch, s_time) * Dim.Max(s_batch, s_time)).ToString());
    }

    [Theory]
    [InlineData(7, 2, 3)]
    [InlineData(-7, 2, -4)]
    [InlineData(7, -2, -4)]
    [InlineData(-7, -2, 3)]
    [InlineData(6, 3, 2)]
    [InlineData(-6, 3, -2)]
    [InlineData(0, 5, 0)]
    public void Floor_division_of_constants_rounds_down(long dividend, long divisor, long quotient)
        => Assert.Equal(quotient, Dim.FloorDivide(dividend, divisor).Constant);

    [Fact]
    public void Floor_division_that_is_exact_leaves_no_division()
    {
        Assert.Equal(s_time, Dim.FloorDivide(s_batch * s_time, s_batch));
        Assert.Equal(s_batch + 1, Dim.FloorDivide((s_batch * s_batch) - 1, s_batch - 1));
        Assert.Equal(2 * s_batch, Dim.FloorDivide(6 * s_batch, 3));
    }

    [Fact]
    public void Floor_division_by_zero_is_not_a_number()
        => Assert.Null(Dim.FloorDivide(6, 0).Constant);

    [Fact]
    public void Minimum_and_maximum_of_what_differs_by_a_constant_are_known()
    {
        Assert.Equal(s_batch - 1, Dim.Min(s_batch, s_batch - 1));
        Assert.Equal(s_batch, Dim.Max(s_batch, s_batch - 1));
        Assert.Equal(s_batch, Dim.Min(s_batch, s_batch));
        Assert.Null(Dim.Min(s_batch, s_time).Constant);
    }

    [Fact]
    public void What_does_not_divide_has_no_exact_quotient()
    {
        Assert.Null(s_batch.DivideExactly(2));
        Assert.Null(s_batch.DivideExactly(s_time));
        Assert.Null((s_batch + 1).DivideExactly(s_batch));
        Assert.Null(s_batch.DivideExactly(0));
        Assert.Null(((Dim)0).DivideExactly(0));
        Assert.True(((Dim)0).DivideExactly(s_batch)!.Is(0));
    }

    [Fact]
    public void Symbols_in_divisions_are_found_and_replaced()
    {
        Dim steps = Dim.FloorDivide(s_width - s_time, s_batch) + Dim.Max(s_time, 1);
        Assert.Equal(["batch", "time", "width"], steps.Symbols.Order());
        Assert.Equal(3 + 4, steps.Substitute(new Dictionary<string, Dim> { ["width"] = 10, ["time"] = 4, ["batch"] = 2 }).Constant);
        Assert.Equal(steps, steps.Substitute(new Dictionary<string, Dim> { ["height"] = 1 }));
    }

    [Fact]
    public void A_length_that_does_not_fit_64_bits_is_an_error()
        => Assert.Throws<OverflowException>(() => (Dim)long.MaxValue + 1);
}
