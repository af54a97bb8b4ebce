using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Optimizers;

public sealed class LionTests
{
    /// <summary>Algorithm 2 of Chen et al. 2023, line by line; its c is the direction.</summary>
    [Theory]
    [InlineData(1e-4f, 0.9f, 0.99f, 0)]
    [InlineData(1e-3f, 0.95f, 0.98f, 1)]
    [InlineData(0.1f, 0.5f, 0.25f, 0.1f)]
    [InlineData(0.01f, 0, 0.9f, 0)]
    [InlineData(0.01f, 0.9f, 0, 0.3f)]
    public void Steps_follow_the_paper(float learningRate, float beta1, float beta2, float decay)
    {
        double b1 = Hyperparameter.AsWritten(beta1), b2 = Hyperparameter.AsWritten(beta2);
        double[] mean = new double[Training.Lengths.Sum()];
        Training.Follows(new Lion(learningRate, beta1, beta2, decay), (_, i, w, g) =>
        {
            double c = b1 * mean[i] + (1 - b1) * g;
            double next = w - learningRate * (Math.Sign(c) + (double)decay * w);
            mean[i] = b2 * mean[i] + (1 - b2) * g;
            return next;
        });
    }

    [Fact]
    public void A_weight_without_a_gradient_stays_and_one_that_is_not_a_number_shows()
    {
        ParameterSet set = Sets.Vectors(default, 3);
        set.Finish(0, float.NaN, 5);
        new Lion(0.5f).Update(set);
        Assert.Equal([0, float.NaN, -0.5f], Sets.Read(set.Values));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Equal("beta1", Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(beta1: 1)).ParamName);
        Assert.Equal("beta2", Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(beta2: -1)).ParamName);
        Assert.Equal("weightDecay", Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(weightDecay: float.NaN)).ParamName);
    }
}
