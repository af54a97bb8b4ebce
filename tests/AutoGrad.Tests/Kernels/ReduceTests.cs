using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class ReduceTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 3, 10, 1 }, { 2, 16, 1 }, { 4, 300, 1 }, { 2, 5, 3 }, { 3, 7, 16 }, { 2, 9, 70 }, { 1, 40, 200 }, { 5, 0, 3 }, { 400, 130, 2 }, { 500, 200, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Reductions_of_floats_equal_their_definitions(int outer, int length, int inner) => Check<float>(outer, length, inner, 1e-5);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Reductions_of_doubles_equal_their_definitions(int outer, int length, int inner) => Check<double>(outer, length, inner, 1e-12);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public void A_NaN_propagates_wherever_it_stands(int inner)
    {
        foreach (int length in new[] { 1, 9, 16, 17, 70, 133 })
            for (int at = 0; at < length; at++)
            {
                float[] x = Numbers.Random<float>(length * inner, 1), y = new float[inner];
                x[at * inner] = float.NaN;
                foreach (Reduction<float> reduction in (Reduction<float>[])[Reduce.Sum, Reduce.Max, Reduce.Min, Reduce.LogSumExp])
                {
                    reduction(in x[0], ref y[0], 1, length, inner);
                    Assert.True(float.IsNaN(y[0]), $"{reduction.Method.Name} of {length} with a NaN at {at}");
                    Assert.True(inner == 1 || !float.IsNaN(y[1]));
                }
            }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LogSumExp_neither_overflows_nor_makes_a_NaN_of_infinities(int inner)
    {
        Assert.Equal(1000 + MathF.Log(2), LogSumExp([1000, 1000], inner));
        Assert.Equal(-1000 + MathF.Log(2), LogSumExp([-1000, -1000], inner));
        Assert.Equal(float.PositiveInfinity, LogSumExp([1, float.PositiveInfinity], inner));
        Assert.Equal(float.NegativeInfinity, LogSumExp([float.NegativeInfinity, float.NegativeInfinity], inner));
        Assert.Equal(1, LogSumExp([float.NegativeInfinity, 1], inner));
    }

    [Fact]
    public unsafe void Nothing_beyond_the_source_is_read()
    {
        foreach ((int outer, int length, int inner) in new[] { (2, 7, 1), (1, 67, 1), (2, 3, 5), (1, 5, 67) })
        {
            using GuardedMemory<float> x = new(Numbers.Random<float>(outer * length * inner, 1)), y = new(new float[outer * inner]);
            foreach (Reduction<float> reduction in (Reduction<float>[])[Reduce.Sum, Reduce.Max, Reduce.Min, Reduce.LogSumExp])
                reduction(in *x.Pointer, ref *y.Pointer, outer, length, inner);
        }
    }

    private delegate void Reduction<T>(ref readonly T source, ref T destination, nint outer, nint length, nint inner);

    private static float LogSumExp(float[] column, int inner)
    {
        float[] x = new float[column.Length * inner], y = new float[inner];
        for (int i = 0; i < x.Length; i++)
            x[i] = column[i / inner];
        Reduce.LogSumExp(in x[0], ref y[0], 1, column.Length, inner);
        Assert.All(y, value => Assert.Equal(y[0], value));
        return y[0];
    }

    private static void Check<T>(int outer, int length, int inner, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Numbers.Random<T>(outer * length * inner + 1, 3);
        Check(Reduce.Sum, column => column.Sum());
        Check(Reduce.Max, column => column.Append(double.NegativeInfinity).Max());
        Check(Reduce.Min, column => column.Append(double.PositiveInfinity).Min());
        Check(Reduce.LogSumExp, column => Math.Log(column.Sum(Math.Exp)));

        void Check(Reduction<T> reduction, Func<IEnumerable<double>, double> definition)
        {
            T[] y = new T[outer * inner];
            reduction(in x[0], ref y[0], outer, length, inner);
            for (int o = 0; o < outer; o++)
                for (int i = 0; i < inner; i++)
                {
                    IEnumerable<double> column = Enumerable.Range(0, length).Select(p => double.CreateChecked(x[(o * length + p) * inner + i]));
                    Numbers.AssertClose(definition(column), y[o * inner + i], tolerance, $"{reduction.Method.Name}[{o}, {i}]");
                }
        }
    }
}
