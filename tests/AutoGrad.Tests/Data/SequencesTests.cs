using System.Numerics.Tensors;

namespace AutoGrad.Tests.Data;

public sealed class SequencesTests
{
    [Fact]
    public void A_mask_holds_as_many_steps_of_each_sequence_as_it_has()
    {
        Tensor<bool> mask = Sequences.Mask([2, 3, 1], 3);
        Assert.Equal([3, 3], mask.Lengths.ToArray());
        Assert.Equal([true, true, true, true, true, false, false, true, false], mask.ToArray());
    }

    [Fact]
    public void A_mask_may_have_the_sequences_first()
    {
        Tensor<bool> mask = Sequences.MaskBatchMajor([2, 3, 1], 4);
        Assert.Equal([3, 4], mask.Lengths.ToArray());
        Assert.Equal([true, true, false, false, true, true, true, false, true, false, false, false], mask.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_length_that_the_batch_does_not_have_is_refused_by_its_sequence(int length)
        => Assert.Contains($"sequence 1 has length {length}: it must be from 1 to 4", Assert.Throws<ArgumentException>(() => Sequences.Mask([4, length], 4)).Message, StringComparison.Ordinal);

    [Fact]
    public void No_sequence_has_no_mask() => Assert.Throws<ArgumentException>(() => Sequences.Mask([], 4));
}
