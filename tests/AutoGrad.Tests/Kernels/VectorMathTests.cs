using System.Runtime.Intrinsics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>The float functions against double, over bit patterns of all signs and exponents.</summary>
public class VectorMathTests
{
    /// <summary>A prime, so that sweeps meet all positions of the low bits.</summary>
    private const uint Step = 2971;

    [Fact]
    public void Exp_is_within_2_ulp() => Sweep(VectorMath.Exp, VectorMath.Exp, Math.Exp);

    [Fact]
    public void ExpM1_is_within_2_ulp() => Sweep(VectorMath.ExpM1, VectorMath.ExpM1, Reference.ExpM1);

    [Fact]
    public void Log_is_within_2_ulp() => Sweep(VectorMath.Log, VectorMath.Log, Math.Log);

    [Fact]
    public void Log1P_is_within_2_ulp() => Sweep(VectorMath.Log1P, VectorMath.Log1P, Reference.Log1P);

    [Fact]
    public void Tanh_is_within_2_ulp() => Sweep(VectorMath.Tanh, VectorMath.Tanh, Math.Tanh);

    [Fact]
    public void Sigmoid_is_within_2_ulp() => Sweep(VectorMath.Sigmoid, VectorMath.Sigmoid, Reference.Sigmoid);

    [Fact]
    public void Softplus_is_within_2_ulp() => Sweep(VectorMath.Softplus, VectorMath.Softplus, Reference.Softplus);

    [Fact]
    public void Erf_is_within_2_ulp() => Sweep(VectorMath.Erf, VectorMath.Erf, Reference.Erf);

    [Fact]
    public void Sin_is_within_2_ulp() => Sweep(VectorMath.Sin, VectorMath.Sin, Math.Sin);

    [Fact]
    public void Cos_is_within_2_ulp() => Sweep(VectorMath.Cos, VectorMath.Cos, Math.Cos);

    [Fact]
    public void Sqrt_and_Abs_are_exact()
    {
        Sweep(VectorMath.Sqrt, VectorMath.Sqrt, Math.Sqrt);
        Sweep(VectorMath.Abs, VectorMath.Abs, Math.Abs);
    }

    [Fact]
    public void Sign_keeps_zeros_and_NaN()
    {
        foreach ((float x, float sign) in new[] { (0f, 0f), (-0f, -0f), (3, 1), (-1e-45f, -1), (float.NegativeInfinity, -1), (float.NaN, float.NaN) })
        {
            Assert.Equal(sign, VectorMath.Sign(Vector512.Create(x))[3]);
            Assert.Equal(sign, VectorMath.Sign(Vector256.Create(x))[3]);
            Assert.Equal(sign, VectorMath.Sign(Vector512.Create((double)x))[3]);
            Assert.Equal(sign, VectorMath.Sign(Vector256.Create((double)x))[3]);
        }
    }

    [Fact]
    public void Sin_and_Cos_hold_near_multiples_of_half_pi()
    {
        for (int i = 1; i < 63_000; i += 7)
        {
            float x = (float)(i * Math.PI / 2);
            AssertClose(VectorMath.Sin(Vector512.Create(x))[0], Math.Sin(x), x);
            AssertClose(VectorMath.Cos(Vector512.Create(x))[0], Math.Cos(x), x);
        }
    }

    [Fact]
    public void Scalars_equal_the_lanes_of_vectors()
    {
        foreach (float x in Numbers.Random<float>(200, 1).Select(x => 20 * x))
        {
            Assert.Equal(VectorMath.Erf(Vector256.Create(x))[5], VectorMath.Erf(x));
            Assert.Equal(VectorMath.Sigmoid(Vector256.Create(x))[5], VectorMath.Sigmoid(x));
            Assert.Equal(VectorMath.Softplus(Vector256.Create(x))[5], VectorMath.Softplus(x));
        }
    }

    private static void Sweep(Func<Vector512<float>, Vector512<float>> wide, Func<Vector256<float>, Vector256<float>> narrow, Func<double, double> exact)
    {
        float[] special =
        [
            0, -0f, 1, -1, float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, 1.17549435e-38f, float.MaxValue, float.MinValue,
            float.PositiveInfinity, float.NegativeInfinity, float.NaN, 88.72284f, 88.72284f, 88.8f, -87.4f, -103.9f, -104.1f, 9.01f, 0.92f,
        ];
        float[] x = new float[16];
        for (ulong bits = 0; bits <= uint.MaxValue; bits += 16 * Step)
        {
            for (uint lane = 0; lane < 16; lane++)
                x[lane] = BitConverter.UInt32BitsToSingle((uint)bits + lane * Step);
            Check();
        }
        foreach (float value in special)
        {
            Array.Fill(x, value);
            Check();
        }

        void Check()
        {
            Vector512<float> y = wide(Vector512.Create(x));
            Vector256<float> low = narrow(Vector256.Create(x)), high = narrow(Vector256.Create(x, 8));
            for (int lane = 0; lane < 16; lane++)
            {
                double expected = exact(x[lane]);
                AssertClose(y[lane], expected, x[lane]);
                AssertClose(lane < 8 ? low[lane] : high[lane - 8], expected, x[lane]);
            }
        }
    }

    private static void AssertClose(float found, double expected, float x)
    {
        double error = Ulp.Error(found, expected);
        if (!(error <= 2))
            Assert.Fail($"at {x:R}: expected {(float)expected:R}, found {found:R}, {error:F2} ulp off");
    }
}
