using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>Both widths, whatever the processor has: the base library computes in parts what it lacks.</summary>
public class AccumulateTests
{
    [Fact]
    public void Columns_keep_their_largest_value_and_whatever_lies_behind_stays()
    {
        Check<Simd512<float>, float>();
        Check<Simd256<float>, float>();
        Check<Simd512<double>, double>();
        Check<Simd256<double>, double>();

        static void Check<TVector, T>()
            where TVector : struct, ISimd<TVector, T>
            where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            T[] values = Numbers.Random<T>(TVector.Count, 1), before = Numbers.Random<T>(TVector.Count + 4, 2);
            for (int count = 1; count <= TVector.Count; count++)
            {
                T[] largest = [.. before], sums = [.. before];
                Accumulate.LargestOfColumns(TVector.Load(in values[0], 0, TVector.Count), ref largest[0], 2, count);
                Accumulate.IntoColumns(TVector.Load(in values[0], 0, TVector.Count), ref sums[0], 2, count);
                for (int i = 0; i < before.Length; i++)
                {
                    bool isTouched = i >= 2 && i < 2 + count;
                    Assert.Equal(isTouched ? T.Max(before[i], values[i - 2]) : before[i], largest[i]);
                    Assert.Equal(isTouched ? before[i] + values[i - 2] : before[i], sums[i]);
                }
            }
        }
    }

    [Fact]
    public void A_value_that_is_not_a_number_stays()
    {
        float[] largest = new float[16];
        Accumulate.LargestOfColumns(Simd512<float>.Create(float.NaN), ref largest[0], 0, 16);
        Accumulate.LargestOfColumns(Simd512<float>.One, ref largest[0], 0, 16);
        Accumulate.LargestOfColumns(Simd256<float>.One, ref largest[0], 8, 8);
        Assert.All(largest, x => Assert.True(float.IsNaN(x)));
    }
}
