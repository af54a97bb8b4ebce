namespace AutoGrad.Tests.Optimizers;

public sealed class AdagradTests
{
    [Theory]
    [InlineData(0.01f, 1e-10f, 0, 0)]
    [InlineData(0.3f, 0.1f, 0, 0)]
    [InlineData(0.3f, 1e-4f, 0.25f, 0.5f)]
    public void Steps_follow_the_formula(float learningRate, float epsilon, float decay, float initial)
    {
        double[] sums = new double[Training.Lengths.Sum()];
        Training.Follows(new Adagrad(learningRate, epsilon, decay, initial), (t, i, w, g) =>
        {
            sums[i] += g * g;
            return w - learningRate / (1 + (t - 1) * (double)decay) * g / (Math.Sqrt(sums[i] + initial) + epsilon);
        });
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(epsilon: -1)).ParamName);
        Assert.Equal("learningRateDecay", Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(learningRateDecay: -1)).ParamName);
        Assert.Equal("initialAccumulator", Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(initialAccumulator: float.NaN)).ParamName);
        Assert.Equal("weightDecay", Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(weightDecay: -1)).ParamName);
    }
}
