using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Optimizers;

public sealed class AdamTests
{
    [Fact]
    public void Steps_follow_the_formula()
        => Training.Follows(new Adam(), Formula(1e-3, 0.9, 0.999, 1e-8), steps: 200);

    [Fact]
    public void Other_settings_follow_the_formula_too()
        => Training.Follows(new Adam(0.05f, 0.8f, 0.95f, 0.1f), Formula(0.05, 0.8, 0.95, 0.1), steps: 200);

    [Fact]
    public void Without_averages_only_the_sign_of_the_gradient_is_left()
        => Training.Follows(new Adam(0.01f, 0, 0, 0), (_, _, w, g) => w - 0.01 * Math.Sign(g));

    [Fact]
    public void A_changed_learning_rate_counts_from_the_next_step_on()
    {
        Training.Formula step = Formula(1, 0.9, 0.999, 1e-8);
        Training.Follows(new Adam(0.01f), (t, i, w, g) => w + 0.01 * Math.Pow(0.9, t - 1) * step(t, i, 0, g), learningRateFactor: 0.9f);
    }

    [Fact]
    public void The_first_step_has_the_length_of_the_learning_rate_whatever_the_gradient()
    {
        foreach (float g in new[] { 1e-3f, 1, 1e3f, 1e15f, -1e-5f })
        {
            ParameterSet set = Sets.Vectors(default, 1);
            set.Finish(g);
            new Adam(0.01f).Update(set);
            Assert.Equal(-0.01 * g / (Math.Abs(g) + 1e-8), set[0].Value[0], 1e-8);
        }
    }

    [Fact]
    public void A_weight_whose_gradient_is_always_zero_stays()
    {
        ParameterSet set = Sets.Vectors(default, 20);
        set.ValueSpan().Fill(3);
        var adam = new Adam();
        for (int t = 0; t < 10; t++)
            adam.Update(set);
        Assert.All(Sets.Read(set.Values), w => Assert.Equal(3, w));
    }

    [Fact]
    public void After_many_steps_the_corrections_have_faded()
    {
        ParameterSet set = Sets.Vectors(default, 1);
        var adam = new Adam(1e-4f);
        set.Finish(0.5f);
        for (int t = 0; t < 20_000; t++)
            adam.Update(set);
        Assert.Equal(-2, set[0].Value[0], 1e-3);
    }

    [Fact]
    public void Decay_rates_are_taken_as_written_in_decimal()
    {
        // Settings of other libraries are double: 0.999 and not the 0.99900001287 that 0.999f is.
        Assert.Equal(0.999, Hyperparameter.AsWritten(0.999f));
        Assert.Equal(0.9, Hyperparameter.AsWritten(0.9f));
        Assert.Equal(0, Hyperparameter.AsWritten(0));
        Assert.Equal(0.001f, new AdamSettings(0.9f, 0.999f, 1e-8f).Rest2);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        foreach (float bad in new[] { -0.1f, 1, float.NaN })
        {
            Assert.Equal("beta1", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: bad)).ParamName);
            Assert.Equal("beta2", Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(beta2: bad)).ParamName);
        }

        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: -1)).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(float.NaN));
    }

    internal static Training.Formula Formula(double learningRate, double beta1, double beta2, double epsilon, double decay = 0)
    {
        var m = new double[1000];
        var v = new double[1000];
        return (t, i, w, g) =>
        {
            m[i] = beta1 * m[i] + (1 - beta1) * g;
            v[i] = beta2 * v[i] + (1 - beta2) * g * g;
            double mean = m[i] / (1 - Math.Pow(beta1, t));
            double square = v[i] / (1 - Math.Pow(beta2, t));
            w -= learningRate * decay * w;
            return w - learningRate * mean / (Math.Sqrt(square) + epsilon);
        };
    }
}
