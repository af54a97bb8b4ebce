using System.Runtime.Intrinsics.X86;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public unsafe class UniformsTests
{
    [Fact]
    public void Vectors_give_the_bits_of_single_blocks()
    {
        if (!Avx2.IsSupported)
            return; // blocks are then computed one by one
        float* expected = stackalloc float[Uniforms.Group], found = stackalloc float[Uniforms.Group];
        foreach (uint block in (uint[])[0, 8, 0xFFFFFFF8, 123_456])
        {
            var key = new Uniforms.Key(block ^ 7, 2, 0xDEADBEEF, 3 * block, 5);
            Uniforms.ScalarGroup(expected, block, in key);
            Uniforms.Vector256Group(found, block, in key);
            Assert.Equal(new ReadOnlySpan<float>(expected, Uniforms.Group), new ReadOnlySpan<float>(found, Uniforms.Group));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(200_003)]
    public void A_number_depends_on_its_place_and_not_on_how_many_there_are(int count)
    {
        float[] some = new float[count], more = new float[count + 45];
        double[] doubles = new double[count];
        Uniforms.Fill(ref some[0], count, seed: 3, step: 1L << 33, draw: 4);
        Uniforms.Fill(ref more[0], count + 45, seed: 3, step: 1L << 33, draw: 4);
        Uniforms.Fill(ref doubles[0], count, seed: 3, step: 1L << 33, draw: 4);
        Assert.Equal(some, more[..count]);
        Assert.Equal(Array.ConvertAll(some, s => (double)s), doubles);
    }

    [Fact]
    public void Numbers_are_spread_evenly_from_0_to_below_1()
    {
        var numbers = new float[1 << 20];
        Uniforms.Fill(ref numbers[0], numbers.Length, seed: 9, step: 2, draw: 0);
        Assert.All(numbers, n => Assert.InRange(n, 0, 1 - 5e-8f));
        var counts = new int[64];
        foreach (float number in numbers)
            counts[(int)(number * 64)]++;
        double expected = numbers.Length / 64.0, chiSquare = counts.Sum(c => (c - expected) * (c - expected) / expected);
        // 63 degrees of freedom: beyond 110 lies less than 0.03 %.
        Assert.InRange(chiSquare, 25, 110);
        double mean = numbers.Average(n => (double)n), neighbours = Enumerable.Range(0, numbers.Length - 1).Average(i => (numbers[i] - 0.5) * (numbers[i + 1] - 0.5));
        Assert.InRange(mean, 0.5 - 0.0012, 0.5 + 0.0012);
        Assert.InRange(neighbours, -4e-4, 4e-4);
    }

    [Fact]
    public void Seeds_steps_and_draws_have_streams_of_their_own()
    {
        var seen = new HashSet<float>();
        int count = 0;
        foreach (int seed in (int[])[0, 1, -1])
        {
            foreach (long step in (long[])[0, 1, 1L << 32])
            {
                for (int draw = 0; draw < 3; draw++, count += 32)
                {
                    var numbers = new float[32];
                    Uniforms.Fill(ref numbers[0], 32, seed, step, draw);
                    seen.UnionWith(numbers);
                }
            }
        }

        // Of 864 numbers of 24 bits two may well be equal, not many more.
        Assert.InRange(seen.Count, count - 2, count);
    }
}
