using static System.Single;

namespace AutoGrad.Tests.Models;

/// <summary>Each cell of what a step does with numbers that are not finite, as read and as the optimizer uses it.</summary>
public sealed class NonFiniteTests
{
    private static readonly float[] WithInfinity = [2, PositiveInfinity, -3, 0, 5];
    private static readonly float[] WithNaN = [2, NaN, -3, 0, 5];

    [Fact]
    public void Without_a_clip_the_gradient_stays_as_it_is()
    {
        Check(default, WithInfinity, WithInfinity, norm: PositiveInfinity, clipScale: 1);
        Check(default, WithNaN, WithNaN, norm: NaN, clipScale: 1);
    }

    [Fact]
    public void ClipValue_makes_an_infinity_the_threshold_and_keeps_a_NaN()
    {
        GradientPolicy policy = Sets.Clip(NormClip.None, value: 2.5f);
        Check(policy, WithInfinity, [2, 2.5f, -2.5f, 0, 2.5f], norm: PositiveInfinity, clipScale: 1);
        Check(policy, [2, NegativeInfinity, -3, 0, 5], [2, -2.5f, -2.5f, 0, 2.5f], norm: PositiveInfinity, clipScale: 1);
        Check(policy, WithNaN, [2, NaN, -2.5f, 0, 2.5f], norm: NaN, clipScale: 1);
    }

    [Fact]
    public void ClipNorm_of_an_infinity_makes_it_NaN_and_that_parameters_other_elements_zero()
        => Check(Sets.Clip(NormClip.Parameter, 10), WithInfinity, [0, NaN, 0, 0, 5], norm: PositiveInfinity, clipScale: 1);

    [Fact]
    public void ClipNorm_of_a_NaN_makes_that_parameter_NaN()
        => Check(Sets.Clip(NormClip.Parameter, 10), WithNaN, [NaN, NaN, NaN, 0, 5], norm: NaN, clipScale: 1);

    [Fact]
    public void ClipGlobalNorm_of_an_infinity_makes_it_NaN_and_everything_else_zero()
        => Check(Sets.Clip(NormClip.Global, 10), WithInfinity, [0, NaN, 0, 0, 0], norm: PositiveInfinity, clipScale: 0);

    [Fact]
    public void ClipGlobalNorm_of_a_NaN_makes_everything_NaN()
        => Check(Sets.Clip(NormClip.Global, 10), WithNaN, [NaN, NaN, NaN, NaN, NaN], norm: NaN, clipScale: NaN);

    [Fact]
    public void A_value_clip_saves_a_norm_clip_from_an_infinity()
    {
        float own = (float)(3 / Math.Sqrt(12));
        GradientPolicy policy = Sets.Clip(NormClip.Parameter, 3, value: 2);
        Check(policy, WithInfinity, [2 * own, 2 * own, -2 * own, 0, 2], norm: PositiveInfinity, clipScale: 1);

        float all = (float)(2 / (4 + 1e-6));
        policy = Sets.Clip(NormClip.Global, 2, value: 2);
        Check(policy, WithInfinity, [2 * all, 2 * all, -2 * all, 0, 2 * all], norm: PositiveInfinity, clipScale: all);
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_told_from_a_gradient_that_is_not()
    {
        ParameterSet set = Sets.Vectors(default, 1, 2);
        set.RawGradients().Clear();
        Assert.False(set.Complete(NaN, 1, [0, 0], [0, 0]).IsFinite);
        Assert.Null(set.NonFinite().ParameterName);
        Assert.Equal("The loss is not finite.", set.NonFinite().Message);

        Assert.False(set.Finish(1, NaN, 2).IsFinite);
        Assert.Equal("P1", set.NonFinite().ParameterName);
        Assert.Equal("The gradient of parameter 'P1' is not finite.", set.NonFinite().Message);
    }

    [Fact]
    public void The_first_parameter_that_is_not_finite_is_named_even_if_a_value_clip_hid_it()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.None, value: 1), 1, 1, 1);
        set.Finish(1, PositiveInfinity, NaN);
        Assert.Equal("P1", set.NonFinite().ParameterName);
    }

    /// <summary>Two parameters of lengths 3 and 2 under one policy.</summary>
    private static void Check(GradientPolicy policy, float[] gradient, float[] expected, float norm, float clipScale)
    {
        ParameterSet read = Sets.Vectors(policy, 3, 2);
        StepReport report = read.Finish(gradient);
        Assert.False(report.IsFinite);
        Assert.Equal(norm, report.GradientNorm);
        Assert.Equal(clipScale, report.ClipScale);
        Assert.Equal(expected, Sets.Read(read.Gradients));

        ParameterSet updated = Sets.Vectors(policy, 3, 2);
        updated.Finish(gradient);
        new Sgd(learningRate: 1).Update(updated);
        Assert.Equal(expected, Sets.Read(updated.Values).Select(w => 0 - w));
    }
}
