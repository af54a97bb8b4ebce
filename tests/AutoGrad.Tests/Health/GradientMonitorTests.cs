using AutoGrad.Health;
using AutoGrad.Tests.Models;

namespace AutoGrad.Tests.Health;

public sealed class GradientMonitorTests
{
    [Fact]
    public void A_loss_that_is_not_finite_is_found_once_an_episode()
    {
        var run = new Run();
        run.Step(1);
        Assert.Equal([FindingKind.NonFiniteLoss], run.Step(float.NaN));
        Assert.Empty(run.Step(float.PositiveInfinity));
        run.Step(1);
        Assert.Equal([FindingKind.NonFiniteLoss], run.Step(float.NaN));
    }

    [Fact]
    public void A_loss_that_does_not_fall_is_found_when_patience_ends()
    {
        var run = new Run(new GradientMonitorOptions { Patience = 20 });
        for (int i = 1; i < 20; i++)
            Assert.Empty(run.Step(1 + (0.001f * (i % 2))));
        Assert.Equal([FindingKind.NoTraction], run.Step(1));
        Assert.Empty(run.Step(1));
    }

    [Fact]
    public void A_loss_that_falls_has_traction()
    {
        var run = new Run(new GradientMonitorOptions { Patience = 20 });
        for (int i = 1; i < 200; i++)
            Assert.Empty(run.Step(0.5f + MathF.Exp(-0.05f * i)));
    }

    [Fact]
    public void Swings_are_found_at_the_fifth_in_a_row()
    {
        var run = new Run();
        for (int i = 0; i < 10; i++)
            Assert.Empty(run.Step(1));
        float[] losses = [3, 1, 3, 1];
        foreach (float loss in losses)
            Assert.Empty(run.Step(loss));
        Assert.Equal([FindingKind.LossSwings], run.Step(3));
    }

    [Fact]
    public void One_swing_a_hundred_times_as_large_is_found_at_once()
    {
        var run = new Run();
        run.Step(1);
        Assert.Equal([FindingKind.LossSwings], run.Step(500));
    }

    [Fact]
    public void Noise_of_the_size_of_the_loss_is_not_a_swing()
    {
        var run = new Run();
        var random = new Random(1);
        for (int i = 0; i < 1000; i++)
            Assert.Empty(run.Step((float)(2.3 * Math.Exp(-i / 50.0) + (0.1 * random.NextDouble()))));
    }

    [Theory]
    [InlineData(31, 5)]
    [InlineData(3100, 1)]
    public void Weights_that_have_grown_are_found(float factor, int steps)
    {
        var run = new Run(new GradientMonitorOptions { WeightInterval = 1 });
        run.Step(1);
        foreach (ref float w in run.Set.ValueSpan())
            w *= factor;
        for (int i = 1; i < steps; i++)
            Assert.Empty(run.Step(0.9f));
        Assert.Equal([FindingKind.LargeWeights, FindingKind.LargeWeights], run.Step(0.8f));
    }

    [Fact]
    public void Weights_are_looked_at_every_so_many_steps_and_at_once_when_a_step_is_not_finite()
    {
        var run = new Run();
        run.Step(1);
        run.Set.ValueSpan()[0] = float.NaN;
        Assert.Empty(run.Step(0.9f));
        Assert.Empty(run.Step(0.8f));
        Assert.Equal([FindingKind.NonFiniteWeights], run.Step(0.7f));

        run = new Run();
        run.Step(1);
        run.Set.ValueSpan()[0] = float.NaN;
        Assert.Equal([FindingKind.NonFiniteLoss, FindingKind.NonFiniteWeights], run.Step(float.NaN));
    }

    [Fact]
    public void An_error_gradient_above_one_is_found_when_it_is_consistent()
    {
        var run = new Run();
        run.Layer(2, firing: true);
        for (int i = 1; i < 5; i++)
            Assert.Empty(run.Step(1f / i));
        Assert.Equal([FindingKind.LargeErrorGradient], run.Step(0.1f));
        Assert.Equal("step 5: LargeErrorGradient: mean |d loss / d h1| is 2, above 1.0 (see ClipNorm)", run.Found[0].ToString());
    }

    [Fact]
    public void An_error_gradient_of_one_is_not_large()
    {
        var run = new Run();
        run.Layer(1, firing: true);
        for (int i = 1; i < 100; i++)
            Assert.Empty(run.Step(1f / i));
    }

    [Fact]
    public void Units_that_never_fire_are_found()
    {
        var run = new Run();
        run.Layer(0.5f, firing: false);
        for (int i = 1; i < 10; i++)
            Assert.Empty(run.Step(1f / i));
        Assert.Equal([FindingKind.DeadUnits], run.Step(0.1f));
    }

    [Fact]
    public void A_gradient_next_to_nothing_beside_the_others_is_found()
    {
        var run = new Run { Gradients = [1e-7f, 1f] };
        for (int i = 1; i < 5; i++)
            Assert.Empty(run.Step(1f / i));
        Assert.Equal([FindingKind.VanishingGradient], run.Step(0.1f));
        Assert.Equal("P0", run.Found[0].Subject);
    }

    [Fact]
    public void Clipping_in_every_step_is_found()
    {
        var run = new Run(new GradientMonitorOptions { ClippedAfter = 30 }, Sets.Clip(NormClip.Global, 0.5f));
        for (int i = 1; i < 30; i++)
            Assert.Empty(run.Step(1f / i));
        Assert.Equal([FindingKind.ClippingAlways], run.Step(0.01f));
    }

    [Fact]
    public void Thresholds_must_be_above_zero()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new Run(new GradientMonitorOptions { AtOnce = 0 }));
        Assert.Contains("AtOnce", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A model of two parameters and one recorded variable, whose steps are made up.</summary>
    private sealed class Run
    {
        private readonly GradientMonitor monitor;

        internal Run(GradientMonitorOptions? options = null, GradientPolicy policy = default)
        {
            Set = ParameterSet.Recording(
                [new ErrorGradientDefinition("h1", 2, IsRectified: true)],
                new ParameterDefinition("P0", [4], Init.Normal, 1, policy),
                new ParameterDefinition("P1", [4], Init.Normal, 1, policy));
            Set.Initialize(1);
            Layer(0.5f, firing: true);
            monitor = new GradientMonitor(Set, options);
        }

        internal ParameterSet Set { get; }

        internal float[] Gradients { get; init; } = [1, 1];

        internal IReadOnlyList<Finding> Found { get; private set; } = [];

        internal void Layer(float mean, bool firing)
        {
            Span<float> record = System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Set.ErrorRecord(0), 5);
            (record[0], record[1], record[2]) = (mean, mean, mean);
            record[3..].Fill(firing ? 1 : 0);
        }

        internal FindingKind[] Step(float loss)
        {
            float[] gradient = [.. Enumerable.Repeat(Gradients[0], 4), .. Enumerable.Repeat(Gradients[1], 4)];
            StepReport report = Set.Finish(gradient) with { Loss = loss, DataLoss = loss };
            Found = monitor.Observe(report with { IsFinite = float.IsFinite(loss) });
            return [.. Found.Select(f => f.Kind)];
        }
    }
}
