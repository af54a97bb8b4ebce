namespace AutoGrad.Tests.Models;

public sealed class CompleteTests
{
    [Fact]
    public void Without_a_clip_the_gradient_stays_and_its_norm_is_reported()
    {
        ParameterSet set = Sets.Vectors(default, 2, 1);
        StepReport report = set.Finish(3, 4, 12);
        Assert.Equal(new StepReport(1, 1, 13, 1, true), report);
        Assert.Equal(13, set.GradientNorm);
        Assert.Equal([3, 4, 12], Sets.Read(set.Gradients));
    }

    [Fact]
    public void Losses_are_passed_on()
    {
        ParameterSet set = Sets.Vectors(default, 1);
        Assert.Equal((2.5f, 2f), set.Complete(2.5f, 2, [1], [1]) is var report ? (report.Loss, report.DataLoss) : default);
    }

    [Fact]
    public void ClipNorm_scales_each_parameter_by_itself()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter, 2), 2, 2);
        StepReport report = set.Finish(30, 40, 0.3f, 0.4f);
        Close([1.2f, 1.6f], set["P0"].GradientNumbers());
        Assert.Equal([0.3f, 0.4f], set["P1"].GradientNumbers());
        Assert.Equal(1, report.ClipScale);
        Assert.Equal((float)Math.Sqrt(2500.25), report.GradientNorm);
    }

    [Fact]
    public void ClipNorm_leaves_a_gradient_at_or_below_the_threshold_untouched()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter, 5), 2, 2);
        set.Finish(3, 4, 2.9999f, 4);
        Assert.Equal([1, 1], set.PendingScales.ToArray());
        Assert.Equal([3, 4, 2.9999f, 4], Sets.Read(set.Gradients));
    }

    [Fact]
    public void ClipGlobalNorm_scales_all_parameters_by_one_factor()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Global, 1.3f), 2, 1);
        StepReport report = set.Finish(3, 4, 12);
        float factor = (float)(1.3f / (13 + 1e-6));
        Assert.Equal(factor, report.ClipScale);
        Assert.Equal(13, report.GradientNorm);
        Assert.Equal([3 * factor, 4 * factor, 12 * factor], Sets.Read(set.Gradients));
    }

    [Fact]
    public void ClipGlobalNorm_at_its_exact_threshold_differs_from_one_by_the_epsilon_as_in_torch()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Global, 5), 2);
        Assert.Equal((float)(5 / (5 + 1e-6)), set.Finish(3, 4).ClipScale);
        Assert.Equal(1, set.Finish(3, 3.99999f).ClipScale);
    }

    [Fact]
    public void The_global_norm_counts_parameters_that_it_does_not_clip()
    {
        var set = new ParameterSet(new("A", [1], Policy: Sets.Clip(NormClip.Global)), new("B", [1]));
        set.Finish(3, 4);
        Assert.Equal((float)(3 * (1 / (5 + 1e-6))), set["A"].Gradient[0], 1e-6f);
        Assert.Equal(4, set["B"].Gradient[0]);
    }

    [Fact]
    public void Of_several_global_factors_the_smallest_is_reported()
    {
        var set = new ParameterSet(
            new("A", [1], Policy: Sets.Clip(NormClip.Global, 2.5f)), new("B", [1], Policy: Sets.Clip(NormClip.Global, 0.5f)));
        StepReport report = set.Finish(3, 4);
        Assert.Equal((float)(0.5 / (5 + 1e-6)), report.ClipScale);
        Assert.Equal(1.5f, set["A"].Gradient[0], 1e-5f);
        Assert.Equal(0.4f, set["B"].Gradient[0], 1e-5f);
    }

    [Fact]
    public void A_norm_clip_compares_its_threshold_with_the_norm_after_the_value_clip()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter, 5, value: 4), 2);
        StepReport report = set.Finish(3, 400);
        Assert.Equal([3, 4], set["P0"].GradientNumbers());
        Assert.Equal((float)Math.Sqrt(160009), report.GradientNorm);

        set = Sets.Vectors(Sets.Clip(NormClip.Global, 1, value: 4), 2);
        Assert.Equal((float)(1 / (5 + 1e-6)), set.Finish(3, 400).ClipScale);
    }

    [Fact]
    public void Squares_that_overflow_float_are_summed_again()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter), 2, 1);
        StepReport report = set.Finish(3e20f, 4e20f, 2);
        Assert.True(report.IsFinite);
        Assert.Equal(5e20f, report.GradientNorm);
        Close([0.6f, 0.8f, 1], Sets.Read(set.Gradients));

        set = Sets.Vectors(Sets.Clip(NormClip.Global), 2, 1);
        report = set.Finish(3e20f, 4e20f, 0);
        Assert.Equal(2e-21f, report.ClipScale, 1e-27f);
        Close([0.6f, 0.8f, 0], Sets.Read(set.Gradients));
    }

    [Fact]
    public void Squares_that_vanish_in_float_are_summed_again()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter, 1e-30f), 2);
        Assert.Equal(5e-25f, set.Finish(3e-25f, 4e-25f).GradientNorm);
        Assert.Equal(6e-31f, set["P0"].Gradient[0], 1e-36f);
        Assert.Equal(float.Epsilon, Sets.Vectors(default, 1).Finish(float.Epsilon).GradientNorm);
    }

    [Fact]
    public void A_norm_beyond_float_is_finite_and_clips_without_losing_bits()
    {
        var gradient = new float[1000];
        Array.Fill(gradient, float.MaxValue);
        foreach (NormClip norm in new[] { NormClip.Parameter, NormClip.Global })
        {
            ParameterSet set = Sets.Vectors(Sets.Clip(norm, 1e-3f), gradient.Length);
            StepReport report = set.Finish(gradient);
            Assert.True(report.IsFinite);
            Assert.Equal(float.MaxValue, report.GradientNorm);
            Assert.All(Sets.Read(set.Gradients), g => Assert.Equal(1e-3f / Math.Sqrt(1000), g, 1e-11));
        }
    }

    [Fact]
    public void A_zero_gradient_stays_zero()
    {
        foreach (NormClip norm in Enum.GetValues<NormClip>())
        {
            ParameterSet set = Sets.Vectors(Sets.Clip(norm, 1e-3f, value: 1), 3, 2);
            Assert.Equal(new StepReport(1, 1, 0, 1, true), set.Finish(0, 0, 0, 0, 0));
            Assert.All(Sets.Read(set.Gradients), g => Assert.Equal(0, g));
        }
    }

    [Fact]
    public void Reading_a_gradient_twice_scales_it_once()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter, 1), 2, 2);
        set.Finish(3, 4, 6, 8);
        Close([0.6f, 0.8f], set["P0"].GradientNumbers());
        Close([0.6f, 0.8f], set["P0"].GradientNumbers());
        Close([0.6f, 0.8f, 0.6f, 0.8f], Sets.Read(set.Gradients));
        Close([0.6f, 0.8f, 0.6f, 0.8f], Sets.Read(set.Gradients));
    }

    [Fact]
    public void A_new_pass_forgets_factors_that_were_never_read()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter, 1), 2);
        set.Finish(30, 40);
        set.Finish(0.3f, 0.4f);
        Assert.Equal([0.3f, 0.4f], set["P0"].GradientNumbers());
    }

    [Fact]
    public void A_parameter_that_is_not_trained_does_not_count()
    {
        var set = new ParameterSet(new("A", [1], Policy: Sets.Clip(NormClip.Global)), new("State", [1], IsTrainable: false));
        StepReport report = set.Finish(1, float.NaN);
        Assert.True(report.IsFinite);
        Assert.Equal(1, report.GradientNorm);
    }

    [Fact]
    public void A_threshold_can_be_changed_between_passes()
    {
        ParameterSet set = Sets.Vectors(Sets.Clip(NormClip.Parameter, 1), 2);
        set.SetNormThreshold(0, 5);
        set.Finish(6, 8);
        Assert.Equal([3, 4], set["P0"].GradientNumbers());
        Assert.Equal(5, set["P0"].Policy.NormThreshold);
        ArgumentException error = Assert.Throws<ArgumentException>(() => set.SetNormThreshold(0, float.NaN));
        Assert.Contains("'P0'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_for_another_number_of_parameters_are_refused()
        => Assert.Throws<ArgumentException>(() => Sets.Vectors(default, 1, 1).Complete(1, 1, [1], [1]));

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-6f * Math.Abs(expected[i]));
    }
}
