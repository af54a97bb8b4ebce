using System.Runtime.Intrinsics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class AccumulateTests
{
    [Fact]
    public void Columns_keep_their_largest_value_and_whatever_lies_behind_stays()
    {
        for (int count = 1; count <= 16; count++)
        {
            float[] largest = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? float.NegativeInfinity : 9f)];
            Accumulate.LargestOfColumns512(Vector512<float>.Indices, ref largest[0], 2, count);
            for (int i = 0; i < largest.Length; i++)
                Assert.Equal(i >= 2 && i < 2 + count ? Math.Max(i % 2 == 0 ? float.NegativeInfinity : 9, i - 2) : i % 2 == 0 ? float.NegativeInfinity : 9, largest[i]);
            if (count > 8)
                continue;
            double[] doubles = new double[12];
            for (int first = 0; first < count; first += 4)
                Accumulate.LargestOfColumns256(Vector256<double>.Indices - Vector256.Create(1d), ref doubles[0], 1 + first, Math.Min(4, count - first));
            Assert.Equal(Enumerable.Range(0, 12).Select(i => i >= 1 && i < 1 + count ? Math.Max(0d, ((i - 1) % 4) - 1) : 0d), doubles);
        }
    }

    [Fact]
    public void A_value_that_is_not_a_number_stays()
    {
        float[] largest = new float[16];
        Accumulate.LargestOfColumns512(Vector512.Create(float.NaN), ref largest[0], 0, 16);
        Accumulate.LargestOfColumns512(Vector512<float>.One, ref largest[0], 0, 16);
        Accumulate.LargestOfColumns256(Vector256<float>.One, ref largest[0], 8, 8);
        Assert.All(largest, x => Assert.True(float.IsNaN(x)));
    }
}
