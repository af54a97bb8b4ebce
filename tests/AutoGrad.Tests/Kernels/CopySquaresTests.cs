using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class CopySquaresTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void Each_copy_has_its_own_sum_in_double(int length)
    {
        float[] source = [.. Enumerable.Range(0, 3 * length).Select(i => i < length ? 3e38f : i * 1e-30f)];
        var sums = new double[3];
        CopySquares.Sum(in source[0], length, sums);
        for (int copy = 0; copy < 3; copy++)
        {
            double expected = source.Skip(copy * length).Take(length).Sum(x => (double)x * x);
            Assert.Equal(expected, sums[copy], Math.Abs(expected) * 1e-14);
        }
    }
}
