namespace AutoGrad.Tests.Optimizers;

public sealed class NormClipRuleTests
{
    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(1f)]
    public void AutoClip_passes_the_quantile_of_the_remembered_norms(float quantile)
    {
        var rule = new AutoClip(quantile, window: 50);
        var random = new Random(1);
        List<double> norms = [];
        for (int i = 0; i < 300; i++)
        {
            float norm = (float)Math.Exp(random.NextDouble() * 4);
            norms.Add(norm);
            double[] window = [.. norms.TakeLast(50).Order()];
            double position = quantile * (window.Length - 1.0);
            double low = window[(int)position], high = window[Math.Min(window.Length - 1, (int)position + 1)];
            double limit = low + ((position - (int)position) * (high - low));
            Assert.Equal(Math.Min(1, limit / norm), rule.Observe(norm), 1e-6);
        }
    }

    [Fact]
    public void ZClip_leaves_norms_near_their_mean_and_pulls_in_a_spike()
    {
        var rule = new ZClip();
        var random = new Random(2);
        List<double> warmUp = [];
        for (int i = 0; i < 25; i++)
        {
            float norm = 1 + (0.1f * random.NextSingle());
            warmUp.Add(norm);
            Assert.Equal(1, rule.Observe(norm));
        }

        double mean = warmUp.Average(), deviation = Math.Sqrt(warmUp.Average(n => n * n) - (mean * mean));
        double z = (10 - mean) / (deviation + 1e-6);
        Assert.Equal((mean + (2.5 * 2.5 / z * deviation)) / 10, rule.Observe(10), 1e-5);
        Assert.Equal(1, rule.Observe((float)mean));
    }

    [Fact]
    public void A_norm_that_is_not_finite_is_not_taken_in()
    {
        var rule = new AutoClip(1f);
        rule.Observe(2);
        Assert.Equal(1, rule.Observe(float.NaN));
        Assert.Equal(1, rule.Observe(float.PositiveInfinity));
        Assert.Equal(1, rule.Observe(2));
    }

    [Fact]
    public void An_optimizer_applies_its_clip_to_the_update()
    {
        ParameterSet set = Models.Sets.Vectors(default, 1);
        var optimizer = new Sgd(1) { Clip = new AutoClip(0.001f) };
        float[] norms = [1, 100];
        foreach (float norm in norms)
        {
            Models.Sets.ValueSpan(set)[0] = 0;
            Models.Sets.Finish(set, norm);
            optimizer.Update(set);
        }

        // The second gradient is scaled to the least norm, nearly.
        Assert.Equal(-1 - (99 * 0.001f), Models.Sets.ValueSpan(set)[0], 1e-3f);
    }

    [Fact]
    public void A_clone_has_the_settings_and_no_memory()
    {
        var optimizer = new Adam { Clip = new AutoClip(0.5f, 7) };
        optimizer.Clip.Observe(5);
        NormClipRule clone = optimizer.Clone().Clip!;
        Assert.NotSame(optimizer.Clip, clone);
        Assert.Equal(1, clone.Observe(100));
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoClip(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoClip(0.1f, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZClip(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZClip(decay: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZClip(warmUp: 0));
    }
}
