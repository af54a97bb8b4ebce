using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>Both widths, whatever the processor has.</summary>
public class AccumulatorTests
{
    [Fact]
    public void Sums_are_of_the_first_lanes_and_begin_again()
    {
        Check<Simd512<float>, float>(1e-5);
        Check<Simd256<float>, float>(1e-5);
        Check<Simd512<double>, double>(1e-14);
        Check<Simd256<double>, double>(1e-14);

        static void Check<TVector, T>(double tolerance)
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] values = Numbers.Random<T>(TVector.Count, 1);
            TVector vector = TVector.Load(in values[0], 0, TVector.Count);
            for (int count = 1; count <= TVector.Count; count++)
            {
                double[] first = [.. values.Take(count).Select(double.CreateChecked)];
                Accumulator<T> sum = default, squares = default;
                SquareAccumulator<T> wide = default;
                for (int times = 0; times < 3; times++)
                {
                    sum.Add(vector, count);
                    squares.AddSquares(vector, count);
                    wide.AddSquares(vector, count);
                }

                Assert.Equal(3 * first.Sum(), double.CreateChecked(sum.Take()), tolerance);
                Assert.Equal(3 * first.Sum(x => x * x), double.CreateChecked(squares.Take()), tolerance);
                Assert.Equal(3 * first.Sum(x => x * x), wide.Take(), 1e-14);
                Assert.Equal((T.Zero, T.Zero, 0), (sum.Take(), squares.Take(), wide.Take()));
            }
        }
    }

    [Fact]
    public void Squares_of_the_largest_floats_do_not_overflow()
    {
        SquareAccumulator<float> wide = default, narrow = default;
        wide.AddSquares(Simd512<float>.Create(3e38f), 2);
        narrow.AddSquares(Simd256<float>.Create(3e38f), 2);
        Assert.Equal(2 * (double)3e38f * 3e38f, wide.Take(), 1e62);
        Assert.Equal(2 * (double)3e38f * 3e38f, narrow.Take(), 1e62);
    }
}
