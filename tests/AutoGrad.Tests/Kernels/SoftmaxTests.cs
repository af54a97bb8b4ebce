using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class SoftmaxTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 3, 10, 1 }, { 2, 16, 1 }, { 4, 300, 1 }, { 2, 5, 3 }, { 3, 7, 16 }, { 2, 9, 70 }, { 300, 250, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Softmax_of_floats_equals_its_definition(int outer, int length, int inner) => Check<float>(outer, length, inner, 2e-6);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Softmax_of_doubles_equals_its_definition(int outer, int length, int inner) => Check<double>(outer, length, inner, 1e-14);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Extreme_logits_neither_overflow_nor_vanish(int inner)
    {
        float[] x = new float[3 * inner], y = new float[3 * inner];
        for (int i = 0; i < inner; i++)
            (x[i], x[inner + i], x[2 * inner + i]) = (3e38f, 3e38f, -3e38f);
        Softmax.Forward(in x[0], ref y[0], 1, 3, inner);
        Assert.Equal(0.5f, y[0]);
        Assert.Equal(0.5f, y[inner]);
        Assert.Equal(0f, y[2 * inner]);
        Softmax.LogForward(in x[0], ref y[0], 1, 3, inner);
        Assert.True(float.IsFinite(y[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_NaN_makes_its_own_distribution_NaN(int inner)
    {
        float[] x = Numbers.Random<float>(2 * 20 * inner, 1), y = new float[x.Length];
        x[3 * inner] = float.NaN;
        Softmax.Forward(in x[0], ref y[0], 2, 20, inner);
        for (int p = 0; p < 20; p++)
        {
            Assert.True(float.IsNaN(y[p * inner]));
            Assert.False(float.IsNaN(y[(20 + p) * inner]));
        }
    }

    [Fact]
    public void The_result_may_replace_the_source()
    {
        float[] x = Numbers.Random<float>(5 * 37, 1), y = new float[x.Length];
        Softmax.Forward(in x[0], ref y[0], 5, 37, 1);
        Softmax.Forward(in x[0], ref x[0], 5, 37, 1);
        Assert.Equal(y, x);
    }

    private static void Check<T>(int outer, int length, int inner, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Numbers.Random<T>(outer * length * inner, 3), y = new T[x.Length], log = new T[x.Length];
        for (int i = 0; i < x.Length; i++)
            x[i] *= T.CreateChecked(10);
        Softmax.Forward(in x[0], ref y[0], outer, length, inner);
        Softmax.LogForward(in x[0], ref log[0], outer, length, inner);
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
            {
                double sum = Enumerable.Range(0, length).Sum(p => Math.Exp(At(p)));
                for (int p = 0; p < length; p++)
                {
                    Numbers.AssertClose(Math.Exp(At(p)) / sum, y[(o * length + p) * inner + i], tolerance, $"[{o}, {p}, {i}]");
                    Numbers.AssertClose(At(p) - Math.Log(sum), log[(o * length + p) * inner + i], tolerance, $"log [{o}, {p}, {i}]");
                }

                double At(int p) => double.CreateChecked(x[(o * length + p) * inner + i]);
            }
    }
}
