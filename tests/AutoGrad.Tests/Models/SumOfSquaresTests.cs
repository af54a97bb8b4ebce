namespace AutoGrad.Tests.Models;

public sealed class SumOfSquaresTests
{
    [Fact]
    public void Every_length_is_summed_as_in_double()
    {
        var random = new Random(1);
        for (int length = 0; length < 70; length++)
        {
            var x = new float[length];
            foreach (ref float element in x.AsSpan())
                element = (float)(Math.Pow(10, random.Next(-40, 38)) * (random.NextDouble() - 0.5));
            double expected = x.Sum(value => (double)value * value);
            Assert.Equal(expected, SumOfSquares.InDouble(x), 1e-14 * expected);
        }
    }

    [Fact]
    public void Extremes_neither_overflow_nor_vanish()
    {
        const float Most = float.MaxValue;
        Assert.Equal(3 * (double)Most * Most, SumOfSquares.InDouble([Most, Most, -Most]), 1e63);
        Assert.Equal((double)float.Epsilon * float.Epsilon, SumOfSquares.InDouble([float.Epsilon]));
        Assert.Equal(double.PositiveInfinity, SumOfSquares.InDouble([1, float.NegativeInfinity]));
        Assert.Equal(double.NaN, SumOfSquares.InDouble([float.PositiveInfinity, float.NaN]));
    }
}
