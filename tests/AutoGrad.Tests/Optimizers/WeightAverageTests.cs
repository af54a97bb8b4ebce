using AutoGrad.Tests.Models;
using AutoGrad.Tests.Testing;

namespace AutoGrad.Tests.Optimizers;

public sealed class WeightAverageTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(0.9f)]
    [InlineData(0.999f)]
    public void The_average_follows_its_formula(float decay)
    {
        ParameterSet set = Sets.Vectors(default, 1500);
        var average = new WeightAverage(set, decay);
        var random = new Random(1);
        double[] expected = [];
        for (int t = 0; t < 20; t++)
        {
            foreach (ref float w in set.ValueSpan())
                w = random.NextSingle() - 0.5f;
            float[] weights = Sets.Read(set.Values);
            average.Update();
            double d = Hyperparameter.AsWritten(decay);
            expected = t == 0 ? Array.ConvertAll(weights, w => (double)w) : [.. expected.Zip(weights, (a, w) => d * a + (1 - d) * w)];
        }

        float[] last = Sets.Read(set.Values);
        average.Swap();
        Assert.All(expected.Zip(Sets.Read(set.Values)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Throws<InvalidOperationException>(average.Update);
        average.Swap();
        Assert.Equal(last, Sets.Read(set.Values));
        Assert.Equal(20, average.Updates);
    }

    [Fact]
    public void Weights_that_stay_are_their_own_average_to_the_bit()
    {
        ParameterSet set = Sets.Vectors(default, 100);
        set.Initialize(3);
        float[] weights = Sets.Read(set.Values);
        var average = new WeightAverage(set, 0.9f);
        for (int t = 0; t < 10; t++)
            average.Update();
        average.Swap();
        Assert.Equal(weights, Sets.Read(set.Values));
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        var average = new WeightAverage(Sets.Vectors(default, 5000));
        Allocation.AssertNone(average.Update);
    }

    [Fact]
    public void There_is_nothing_to_swap_before_the_first_update()
        => Assert.Throws<InvalidOperationException>(() => new WeightAverage(Sets.Vectors(default, 1)).Swap());
}
