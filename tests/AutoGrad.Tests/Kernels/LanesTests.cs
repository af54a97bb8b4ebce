using System.Runtime.Intrinsics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public unsafe class LanesTests
{
    [Fact]
    public void A_partial_load_reads_its_elements_only_and_zeros_the_rest()
    {
        for (int count = 1; count <= 16; count++)
        {
            using GuardedMemory<float> memory = new(Numbers.Random<float>(count + 2, count));
            Check(Lanes.Load512(in *memory.Pointer, 2, count), memory.Pointer + 2, count);
            if (count <= 8)
                Check(Lanes.Load256(in *memory.Pointer, 2, count).ToVector512(), memory.Pointer + 2, count);
            using GuardedMemory<double> doubles = new(Numbers.Random<double>(count + 2, count));
            if (count <= 8)
                Check(Lanes.Load512(in *doubles.Pointer, 2, count), doubles.Pointer + 2, count);
            if (count <= 4)
                Check(Lanes.Load256(in *doubles.Pointer, 2, count).ToVector512(), doubles.Pointer + 2, count);
        }
    }

    [Fact]
    public void A_partial_store_writes_its_elements_only()
    {
        for (int count = 1; count <= 16; count++)
        {
            using GuardedMemory<float> memory = new(new float[count + 2]);
            Lanes.Store512(Vector512<float>.Indices + Vector512<float>.One, ref *memory.Pointer, 2, count);
            CheckStored(memory.Pointer, count);
            if (count <= 8)
            {
                new Span<float>(memory.Pointer, count + 2).Clear();
                Lanes.Store256(Vector256<float>.Indices + Vector256<float>.One, ref *memory.Pointer, 2, count);
                CheckStored(memory.Pointer, count);
            }
            using GuardedMemory<double> doubles = new(new double[count + 2]);
            if (count <= 8)
            {
                Lanes.Store512(Vector512<double>.Indices + Vector512<double>.One, ref *doubles.Pointer, 2, count);
                CheckStored(doubles.Pointer, count);
            }
            if (count <= 4)
            {
                new Span<double>(doubles.Pointer, count + 2).Clear();
                Lanes.Store256(Vector256<double>.Indices + Vector256<double>.One, ref *doubles.Pointer, 2, count);
                CheckStored(doubles.Pointer, count);
            }
        }
    }

    [Fact]
    public void A_partial_store_leaves_what_follows_untouched()
    {
        for (int count = 1; count < 16; count++)
        {
            float[] memory = Numbers.Filled(32, 7f);
            Lanes.Store512(Vector512<float>.Zero, ref memory[0], 3, count);
            if (count < 8)
                Lanes.Store256(Vector256<float>.Zero, ref memory[0], 3, count);
            for (int i = 0; i < memory.Length; i++)
                Assert.Equal(i >= 3 && i < 3 + count ? 0f : 7f, memory[i]);
        }
    }

    [Fact]
    public void Keep_zeros_the_lanes_beyond_the_count_even_where_they_are_NaN()
    {
        for (int count = 1; count <= 16; count++)
        {
            Vector512<float> kept = Lanes.Keep(Vector512.ConditionalSelect(
                Vector512.LessThan(Vector512<float>.Indices, Vector512.Create((float)count)), Vector512<float>.One, Vector512.Create(float.NaN)), count);
            Assert.Equal(count, Vector512.Sum(kept));
            if (count <= 8)
                Assert.Equal(count, Vector256.Sum(Lanes.Keep(Vector256<float>.One, count)));
            if (count <= 8)
                Assert.Equal(count, Vector512.Sum(Lanes.Keep(Vector512<double>.One, count)));
            if (count <= 4)
                Assert.Equal(count, Vector256.Sum(Lanes.Keep(Vector256<double>.One, count)));
        }
    }

    private static void Check<T>(Vector512<T> vector, T* expected, int count)
        where T : unmanaged
    {
        for (int i = 0; i < Vector512<T>.Count; i++)
            Assert.Equal(i < count ? expected[i] : default, vector[i]);
    }

    private static void CheckStored(float* memory, int count)
    {
        for (int i = 0; i < count + 2; i++)
            Assert.Equal(i < 2 ? 0 : i - 1, memory[i]);
    }

    private static void CheckStored(double* memory, int count)
    {
        for (int i = 0; i < count + 2; i++)
            Assert.Equal(i < 2 ? 0 : i - 1, memory[i]);
    }
}
