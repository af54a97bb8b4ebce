using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.Health;

namespace AutoGrad.EndToEnd.Tests.Health;

/// <summary>Each sign is provoked by a small real run, and found within ten steps of its beginning; healthy runs have none.</summary>
public class SignTests
{
    [Fact]
    public void A_rate_far_too_small_gets_no_traction()
        => Assert.Equal([FindingKind.NoTraction], Run(Deep.Scaled(0.7f), new Sgd(1e-9f), 60, yScale: 0.5f, seeds: 1).Select(f => f.Kind));

    [Fact]
    public void A_rate_far_too_large_makes_the_loss_swing()
        => Assert.Equal(2, Run(Deep.Scaled(0.7f), new Adam(1f), 10, yScale: 0.5f).First(f => f.Kind == FindingKind.LossSwings).Step);

    [Fact]
    public void Weights_far_too_large_explode_with_every_sign_of_it_within_ten_steps()
    {
        List<Finding> found = Run(Deep.Scaled(4), new Sgd(0.05f), 10);
        FindingKind[] expected = [FindingKind.LargeErrorGradient, FindingKind.LossSwings, FindingKind.NonFiniteLoss, FindingKind.NonFiniteWeights];
        foreach (FindingKind kind in expected)
            Assert.Contains(found, f => f.Kind == kind);
        Finding first = found.First(f => f.Kind == FindingKind.LargeErrorGradient);
        Assert.Equal((1, "h1"), (first.Step, first.Subject));
    }

    [Fact]
    public void Weights_that_grow_quickly_are_found_within_ten_steps_while_they_are_finite()
    {
        Finding large = Run(Deep.Scaled(0.7f), new Adam(3f), 10, yScale: 0.5f).First(f => f.Kind == FindingKind.LargeWeights);
        Assert.True(double.IsFinite(large.Figure) && large.Figure > large.Threshold, large.ToString());
    }

    [Fact]
    public void Dead_units_are_found()
    {
        Deep model = new(seed: 1);
        // All inputs are positive, and all weights of the first layer negative.
        Tensor.Negate<float>(Tensor.Abs<float>(model.W1), model.W1);
        List<Finding> found = Run(model, new Sgd(0.01f), 12, isPositive: true);
        Assert.Contains(found, f => f is { Kind: FindingKind.DeadUnits, Subject: "h1" });
    }

    [Fact]
    public void A_thousand_steps_of_a_healthy_run_have_no_finding()
        => Assert.Empty(Run(Deep.Scaled(0.7f), new Adam(1e-3f), 1000, yScale: 0.5f));

    [Fact]
    public void Histories_hold_every_step()
    {
        var model = new Deep(seed: 1);
        var monitor = new GradientMonitor(model.Parameters);
        Train(model, new Adam(), 25, 1, false, int.MaxValue, monitor, []);
        Assert.Equal(25, monitor.History.Steps.Count);
        Assert.Equal(["h1", "h2", "h3", "predict"], monitor.History.VariableNames);
        Assert.All(monitor.History.ErrorMeans(0), m => Assert.True(m > 0));
    }

    private static List<Finding> Run(Deep model, Optimizer optimizer, int steps, float yScale = 1, bool isPositive = false, int seeds = int.MaxValue)
    {
        List<Finding> found = [];
        Train(model, optimizer, steps, yScale, isPositive, seeds, new GradientMonitor(model.Parameters), found);
        return found;
    }

    // A smooth target; a batch for each seed, over and over.
    private static void Train(Deep model, Optimizer optimizer, int steps, float yScale, bool isPositive, int seeds, GradientMonitor monitor, List<Finding> found)
    {
        for (int step = 0; step < steps; step++)
        {
            var random = new Random(step % seeds);
            float[] x = Numbers.Between(64 * 16, isPositive ? 0 : -1, 1, random);
            float[] y = [.. Enumerable.Range(0, 64).Select(i => yScale * (x[16 * i] - (2 * x[(16 * i) + 1] * x[(16 * i) + 2])))];
            found.AddRange(monitor.Observe(model.TrainStep(Numbers.Tensor(x, 64, 16), Numbers.Tensor(y, 64, 1), optimizer)));
        }
    }
}
