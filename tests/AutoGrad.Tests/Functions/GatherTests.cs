using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

public sealed class GatherTests
{
    private static readonly Tensor<float> s_table = Tensor.Create([0f, 1, 10, 11, 20, 21], [3, 2]);

    [Fact]
    public void Rows_come_in_the_order_of_the_indices()
    {
        Tensor<float> rows = Nn.Gather(s_table, Tensor.Create([2, 0, 2, 1], [2, 2]));
        Assert.Equal([2, 2, 2], rows.Lengths.ToArray());
        Assert.Equal([20f, 21, 0, 1, 20, 21, 10, 11], rows.ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void An_index_outside_of_the_table_is_refused(int index)
        => Assert.Contains($"The index {index} is outside of the 3 rows", Assert.Throws<ArgumentOutOfRangeException>(() => Nn.Gather(s_table, Tensor.Create([0, index], [2]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Masks_have_rows_and_other_shapes_as_well()
    {
        Tensor<bool> mask = Tensor.Create([true, false, false, true, true, true], [2, 3]);
        Assert.Equal([true, true, true], Nn.At(mask, 1).ToArray());
        Assert.Equal([3, 1], Nn.Reshape(Nn.At(mask, 0), -1, 1).Lengths.ToArray());
        Assert.Equal([1], Nn.At(Nn.At(mask, 0), 2).Lengths.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Nn.At(mask, 2));
        Assert.Throws<ArgumentException>(() => Nn.Reshape(mask, 4, 2));
    }
}
