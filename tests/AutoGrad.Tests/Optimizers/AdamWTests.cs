using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Optimizers;

public sealed class AdamWTests
{
    [Fact]
    public void Steps_follow_the_formula()
    {
        Training.Follows(new AdamW(), AdamTests.Formula(1e-3, 0.9, 0.999, 1e-8, 0.01), steps: 200);
        Training.Follows(new AdamW(0.01f, 0.8f, 0.95f, 1e-3f, 0.5f), AdamTests.Formula(0.01, 0.8, 0.95, 1e-3, 0.5), steps: 200);
    }

    [Fact]
    public void Without_decay_it_is_Adam_to_the_bit()
    {
        ParameterSet a = Trained(new Adam(0.01f)), b = Trained(new AdamW(0.01f, weightDecay: 0));
        Assert.Equal(Sets.Read(a.Values), Sets.Read(b.Values));
    }

    [Fact]
    public void A_weight_without_a_gradient_decays_whatever_its_rank()
    {
        ParameterSet set = Sets.Vectors(default, 20);
        set.ValueSpan().Fill(1);
        new AdamW(0.1f, weightDecay: 0.5f).Update(set);
        Assert.All(Sets.Read(set.Values), w => Assert.Equal(0.95f, w));
    }

    [Fact]
    public void A_negative_decay_is_refused()
        => Assert.Equal("weightDecay", Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(weightDecay: -1)).ParamName);

    private static ParameterSet Trained(Optimizer optimizer)
    {
        ParameterSet set = Sets.Vectors(default, 37, 5);
        set.Initialize(1);
        var random = new Random(1);
        for (int t = 0; t < 10; t++)
        {
            set.Finish(Training.Gradient(random, set.Length));
            optimizer.Update(set);
        }

        return set;
    }
}
