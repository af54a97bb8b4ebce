namespace AutoGrad.Tests.Models;

/// <summary>Clips and penalties that are put in place at run time equal those that a model declares.</summary>
public sealed class ReplacedPolicyTests
{
    private static readonly float[] Gradient = [3, -4, 0.5f, 0, 12, -5];

    [Theory]
    [InlineData(NormClip.None, 0, 0)]
    [InlineData(NormClip.Parameter, 1, 0)]
    [InlineData(NormClip.Global, 2, 0)]
    [InlineData(NormClip.None, 0, 2)]
    [InlineData(NormClip.Parameter, 1, 2)]
    public void A_clip_put_in_place_does_what_a_declared_one_does(NormClip norm, float threshold, float value)
    {
        ParameterSet declared = Make(Sets.Clip(norm, threshold, value)), added = Make(default);
        added.Replace(Sets.Clip(norm, threshold, value));
        StepReport expected = declared.Finish(Gradient), actual = FinishPlain(added);
        Assert.Equal(expected.GradientNorm, actual.GradientNorm, 1e-5f);
        Assert.Equal(expected.ClipScale, actual.ClipScale, 1e-6f);
        for (int i = 0; i < declared.Count; i++)
            Assert.Equal(declared[i].GradientNumbers(), added[i].GradientNumbers());
    }

    [Fact]
    public void Penalties_reach_the_loss_and_the_gradients_of_matrices()
    {
        ParameterSet set = Make(default);
        set.Initialize(5);
        float[] w = set.ValueSpan().ToArray();
        set.Replace(new GradientPolicy(NormClip.None, 0, 0, 0.1f, 0.2f));
        StepReport report = set.Finish(Gradient);
        Assert.Equal(1 + w.Take(4).Sum(x => (0.1 * Math.Abs(x)) + (0.2 * x * x)), report.Loss, 1e-6);
        Assert.Equal(1, report.DataLoss);
        float[] gradient = [.. set[0].GradientNumbers(), .. set[1].GradientNumbers()];
        for (int i = 0; i < 6; i++)
            Assert.Equal(Gradient[i] + (i < 4 ? (0.1 * Math.Sign(w[i])) + (0.4 * w[i]) : 0), gradient[i], 1e-6);
        Assert.Equal(Math.Sqrt(gradient.Sum(g => (double)g * g)), report.GradientNorm, 1e-5);
    }

    [Fact]
    public void The_default_policy_brings_back_what_is_declared()
    {
        ParameterSet set = Make(Sets.Clip(NormClip.Global, 2));
        set.Replace(Sets.Clip(NormClip.Parameter, 1, 3));
        set.Replace(default);
        Assert.Equal(Sets.Clip(NormClip.Global, 2), set[0].Policy);
        Assert.Equal(Make(Sets.Clip(NormClip.Global, 2)).Finish(Gradient), set.Finish(Gradient));
    }

    [Fact]
    public void A_threshold_that_no_clip_can_use_changes_nothing()
    {
        ParameterSet set = Make(default);
        Assert.Throws<ArgumentException>(() => set.Replace(Sets.Clip(NormClip.Parameter, -1)));
        Assert.Equal(default, set[0].Policy);
    }

    // Generated code has neither clips nor penalties here.
    private static StepReport FinishPlain(ParameterSet set)
    {
        Gradient.CopyTo(set.RawGradients());
        double[] squares = [.. Enumerable.Range(0, set.Count).Select(i => Gradient[set.Start(i)..set.Ends[i]].Sum(g => (double)g * g))];
        return set.Complete(1, 1, squares, squares);
    }

    private static ParameterSet Make(GradientPolicy policy)
        => new(new ParameterDefinition("W", [2, 2], Init.Normal, 1, policy), new ParameterDefinition("B", [2], Init.Zeros, 1, policy));
}
