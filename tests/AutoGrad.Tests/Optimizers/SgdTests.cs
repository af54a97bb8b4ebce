namespace AutoGrad.Tests.Optimizers;

public sealed class SgdTests
{
    [Fact]
    public void Without_momentum_a_step_goes_down_the_gradient()
        => Training.Follows(new Sgd(0.1f), (_, _, w, g) => w - 0.1 * g);

    [Fact]
    public void Momentum_carries_steps_on_as_in_Keras()
        => Training.Follows(new Sgd(0.1f, momentum: 0.9f), Momentum(0.1, 0.9, 0, 1));

    [Fact]
    public void Momentum_takes_a_changed_learning_rate_into_new_steps_only()
        => Training.Follows(new Sgd(0.1f, momentum: 0.9f), Momentum(0.1, 0.9, 0, 0.95), learningRateFactor: 0.95f);

    [Fact]
    public void Nesterov_looks_ahead_along_the_momentum()
    {
        var v = new double[1000];
        Training.Follows(new Sgd(0.1f, momentum: 0.9f, nesterov: true), (_, i, w, g) =>
        {
            v[i] = 0.9 * v[i] - 0.1 * g;
            return w + 0.9 * v[i] - 0.1 * g;
        });
    }

    [Fact]
    public void Weight_decay_comes_before_the_step_and_is_not_in_the_momentum()
    {
        Training.Follows(new Sgd(0.1f, weightDecay: 0.3f), (_, _, w, g) => w - 0.1 * 0.3 * w - 0.1 * g);
        Training.Follows(new Sgd(0.1f, momentum: 0.9f, weightDecay: 0.3f), Momentum(0.1, 0.9, 0.3, 1));
        var v = new double[1000];
        Training.Follows(new Sgd(0.1f, momentum: 0.9f, nesterov: true, weightDecay: 0.3f), (_, i, w, g) =>
        {
            v[i] = 0.9 * v[i] - 0.1 * g;
            return w - 0.1 * 0.3 * w + 0.9 * v[i] - 0.1 * g;
        });
    }

    [Fact]
    public void A_small_decay_is_not_lost_in_rounding()
    {
        // 1 - 1e-8 is 1 in float: a factor would never decay; w - 1e-8 * w rounds to a change at once or never, too, but
        // from 1e-7 on every step counts.
        var set = new ParameterSet(new ParameterDefinition("W", [1], Init.Ones));
        set.Initialize(0);
        var sgd = new Sgd(1e-3f, weightDecay: 1e-4f);
        for (int t = 0; t < 1000; t++)
            sgd.Update(set);
        Assert.Equal(Math.Pow(1 - 1e-7, 1000), set["W"].Value[0], 3e-5);
        Assert.True(set["W"].Value[0] < 1);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        foreach (float bad in new[] { -0.1f, float.NaN, float.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(bad));
            Assert.Equal("momentum", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0.1f, bad)).ParamName);
            Assert.Equal("weightDecay", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0.1f, weightDecay: bad)).ParamName);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(0.1f, momentum: 1));
        Assert.Equal("nesterov", Assert.Throws<ArgumentException>(() => new Sgd(0.1f, nesterov: true)).ParamName);
    }

    private static Training.Formula Momentum(double learningRate, double momentum, double decay, double factor)
    {
        var v = new double[1000];
        return (t, i, w, g) =>
        {
            double rate = learningRate * Math.Pow(factor, t - 1);
            v[i] = momentum * v[i] - rate * g;
            return w - rate * decay * w + v[i];
        };
    }
}
