namespace AutoGrad.Tests.Models;

public sealed class InitializerTests
{
    private const int Count = 200_000;

    [Theory]
    [InlineData(Init.Zeros, 3f, 0f)]
    [InlineData(Init.Ones, 1f, 1f)]
    [InlineData(Init.Ones, 3f, 3f)]
    [InlineData(Init.Constant, 0.25f, 0.25f)]
    public void Constants_are_everywhere_the_same(Init init, float scale, float expected)
        => Assert.All(Filled(init, scale, 5, 3), value => Assert.Equal(expected, value));

    [Fact]
    public void Default_is_zero_at_rank_1_and_GlorotUniform_above()
    {
        Assert.All(Filled(Init.Default, 1, 8), value => Assert.Equal(0, value));
        Assert.Equal(Filled(Init.GlorotUniform, 1, 8, 4), Filled(Init.Default, 1, 8, 4));
        Assert.Equal(Filled(Init.GlorotUniform, 1, 8, 4, 3), Filled(Init.Default, 1, 8, 4, 3));
    }

    [Theory]
    [InlineData(Init.Normal, 0.5f, 0.5)]
    [InlineData(Init.GlorotNormal, 1f, 0.06324555)] // sqrt(2 / 500)
    [InlineData(Init.HeNormal, 1f, 0.0707106781)] // sqrt(2 / 400)
    [InlineData(Init.HeNormal, 2f, 0.1414213562)]
    [InlineData(Init.LeCunNormal, 1f, 0.05)] // sqrt(1 / 400)
    public void Normals_have_their_deviation_and_the_shape_of_the_bell(Init init, float scale, double deviation)
    {
        float[] values = init == Init.Normal ? Filled(init, scale, Count) : Filled(init, scale, 400, 100);
        double n = values.Length;
        double mean = values.Average(value => (double)value);
        double variance = values.Average(value => (double)value * value);
        double fourth = values.Average(value => Math.Pow(value, 4));

        // Four standard errors; the seed is fixed.
        Assert.Equal(0, mean, 4 * deviation / Math.Sqrt(n));
        Assert.Equal(1, variance / (deviation * deviation), 4 * Math.Sqrt(2 / n));
        Assert.Equal(3, fourth / (variance * variance), 4 * Math.Sqrt(24 / n));
        Assert.Equal(0.6827, values.Count(value => Math.Abs(value) < deviation) / n, 4 * Math.Sqrt(0.2166 / n));
        Assert.Contains(values, value => Math.Abs(value) > 3 * deviation);
    }

    [Theory]
    [InlineData(Init.Uniform, 0.5f, 0.5)]
    [InlineData(Init.GlorotUniform, 1f, 0.1095445)] // sqrt(6 / 500)
    [InlineData(Init.HeUniform, 1f, 0.1224745)] // sqrt(6 / 400)
    [InlineData(Init.HeUniform, 0.5f, 0.0612372)]
    public void Uniforms_fill_their_interval_evenly(Init init, float scale, double bound)
    {
        float[] values = init == Init.Uniform ? Filled(init, scale, Count) : Filled(init, scale, 400, 100);
        double n = values.Length;
        Assert.All(values, value => Assert.InRange(value, -(float)(bound * 1.000001), (float)(bound * 1.000001)));
        Assert.Equal(bound, values.Max(), 0.001 * bound);
        Assert.Equal(-bound, values.Min(), 0.001 * bound);
        for (int tenth = 0; tenth < 10; tenth++)
        {
            double low = bound * (tenth / 5.0 - 1);
            Assert.Equal(0.1, values.Count(value => value >= low && value < low + bound / 5) / n, 4 * Math.Sqrt(0.09 / n));
        }
    }

    [Fact]
    public void Fans_are_in_out_at_rank_2_and_out_in_field_above()
    {
        Assert.Equal((7, 7), Initializer.Fans([7]));
        Assert.Equal((3, 5), Initializer.Fans([3, 5]));
        Assert.Equal((36, 144), Initializer.Fans([16, 4, 3, 3]));
        Assert.Equal((20, 50), Initializer.Fans([10, 4, 5]));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        ParameterSet a = Model(), b = Model(), c = Model();
        a.Initialize(7);
        b.Initialize(7);
        c.Initialize(8);
        Assert.Equal(Bits(a), Bits(b));
        Assert.NotEqual(Bits(a), Bits(c));
        c.Initialize(7);
        Assert.Equal(Bits(a), Bits(c));

        static ParameterSet Model()
            => new(new("W", [33, 7], Init.HeNormal), new("K", [5, 3, 2], Init.GlorotUniform), new("Q", [6, 9], Init.Orthogonal));
    }

    [Fact]
    public void Values_do_not_depend_on_the_lengths_of_other_parameters()
    {
        var a = new ParameterSet(new("A", [3], Init.Normal), new("B", [10], Init.Normal));
        var b = new ParameterSet(new("A", [50], Init.Uniform), new("B", [10], Init.Normal));
        a.Initialize(1);
        b.Initialize(1);
        Assert.Equal(a["B"].Numbers(), b["B"].Numbers());
        Assert.NotEqual(a["A"].Numbers(), b["A"].Numbers()[..3]);
    }

    [Fact]
    public void First_values_follow_from_the_generator_by_the_documented_formulae()
    {
        // Philox(counter 0, parameter 0, key 42) through the formulae: a change here changes every user's results.
        (uint a, uint b, uint c, uint d) = Philox.Block(0, 0, 0, 0, 42, 0);
        double[] fractions = [.. new[] { a, b, c, d }.Select(bits => (bits + 0.5) / Math.Pow(2, 32))];
        Assert.Equal(fractions.Select(u => (float)(2 * u - 1)), Filled(Init.Uniform, 1, 4));
        double r = Math.Sqrt(-2 * Math.Log(fractions[0])), s = Math.Sqrt(-2 * Math.Log(fractions[2]));
        double[] normals =
        [
            r * Math.Cos(2 * Math.PI * fractions[1]), r * Math.Sin(2 * Math.PI * fractions[1]),
            s * Math.Cos(2 * Math.PI * fractions[3]), s * Math.Sin(2 * Math.PI * fractions[3]),
        ];
        Assert.Equal(normals.Select(x => (float)x), Filled(Init.Normal, 1, 4));
    }

    [Fact]
    public void A_shorter_parameter_has_the_first_values_of_a_longer_one()
    {
        foreach (Init init in new[] { Init.Normal, Init.Uniform })
            Assert.Equal(Filled(init, 1, 9)[..6], Filled(init, 1, 6));
    }

    private static float[] Filled(Init init, float scale, params nint[] lengths)
    {
        var set = new ParameterSet(new ParameterDefinition("W", [.. lengths], init, scale));
        set.Initialize(42);
        return set["W"].Numbers();
    }

    private static int[] Bits(ParameterSet set)
        => [.. Sets.Read(set.Values).Select(BitConverter.SingleToInt32Bits)];
}
