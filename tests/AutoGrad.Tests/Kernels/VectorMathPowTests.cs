using System.Runtime.Intrinsics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class VectorMathPowTests
{
    [Fact]
    public void Powers_of_positive_bases_are_within_4_ulp()
    {
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
            Check((float)Math.Exp(20 * random.NextDouble() - 10), (float)(20 * random.NextDouble() - 10));
    }

    [Fact]
    public void Special_bases_and_exponents_are_those_of_Math()
    {
        float[] values =
        [
            0, -0f, 1, -1, 2, -2, 0.5f, -0.5f, 3, -3, 2.5f, -2.5f, 1e-40f, -1e-40f, 3e38f, -3e38f, 16777217, 8388609.5f,
            float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        ];
        foreach (float x in values)
            foreach (float y in values)
                Check(x, y);
    }

    [Fact]
    public void Powers_of_doubles_are_those_of_Math()
    {
        foreach ((double x, double y) in new[] { (2.0, 0.5), (-3, 3), (-3, 0.5), (0, -1), (10, 300) })
        {
            Assert.Equal(Math.Pow(x, y), VectorMath.Pow(Vector512.Create(x), Vector512.Create(y))[4]);
            Assert.Equal(Math.Pow(x, y), VectorMath.Pow(Vector256.Create(x), Vector256.Create(y))[1]);
        }
    }

    private static void Check(float x, float y)
    {
        double expected = Math.Pow(x, y);
        double wide = Ulp.Error(VectorMath.Pow(Vector512.Create(x), Vector512.Create(y))[11], expected);
        double narrow = Ulp.Error(VectorMath.Pow(Vector256.Create(x), Vector256.Create(y))[6], expected);
        if (!(wide <= 4 && narrow <= 4))
            Assert.Fail($"{x:R} to the power {y:R}: {wide} and {narrow} ulp off {(float)expected:R}");
    }
}
