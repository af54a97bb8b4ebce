using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using LearningRates = TorchSharp.torch.optim.lr_scheduler;
using TorchScheduler = TorchSharp.torch.optim.lr_scheduler.LRScheduler;

namespace AutoGrad.EndToEnd.Tests.Schedules;

/// <summary>Schedules beside those that TorchSharp has.</summary>
public class TorchScheduleTests
{
    private static readonly (string Name, Schedule Ours, Func<torch.optim.Optimizer, TorchScheduler> Torch, int Steps)[] s_pairs =
    [
        ("StepDecay", new StepDecay(0.5f, 7, 0.3f), o => LearningRates.StepLR(o, 7, 0.3), 40),
        ("ExponentialDecay", new ExponentialDecay(0.5f, 0.9f), o => LearningRates.ExponentialLR(o, 0.9), 40),
        ("CosineDecay", new CosineDecay(0.5f, 30, 0.01f), o => LearningRates.CosineAnnealingLR(o, 30, 0.01), 31),
        ("WarmUp", new WarmUp(9, new ConstantRate(0.5f), 0.25f), o => LearningRates.LinearLR(o, 0.25, 1, 9), 20),
        ("OneCycle", new OneCycle(0.5f, 50), o => LearningRates.OneCycleLR(o, 0.5, total_steps: 50), 50),
        ("OneCycle with settings", new OneCycle(0.5f, 33, 0.4f, 10, 100), o => LearningRates.OneCycleLR(o, 0.5, total_steps: 33, pct_start: 0.4, div_factor: 10, final_div_factor: 100), 33),
    ];

    public static TheoryData<string> Names => [.. s_pairs.Select(pair => pair.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Rates_are_those_of_TorchSharp(string name)
    {
        using var scope = torch.NewDisposeScope();
        (_, Schedule ours, Func<torch.optim.Optimizer, TorchScheduler> theirs, int steps) = s_pairs.Single(pair => pair.Name == name);
        torch.optim.Optimizer optimizer = Optimizer(momentum: 0.9);
        TorchScheduler peer = theirs(optimizer);
        for (int t = 0; t < steps; t++)
        {
            Close.Assert(Rate(optimizer), ours.Rate(t), 1e-6, 1e-3, $"the rate of step {t}");
            if (t + 1 < steps)
                peer.step();
        }
    }

    [Theory]
    [InlineData(0.1f, 2, 0, false)]
    [InlineData(0.5f, 0, 3, false)]
    [InlineData(0.5f, 1, 2, true)]
    public void ReduceOnPlateau_is_that_of_TorchSharp(float factor, int patience, int coolDown, bool higherIsBetter)
    {
        using var scope = torch.NewDisposeScope();
        torch.optim.Optimizer optimizer = Optimizer(momentum: 0);
        var peer = LearningRates.ReduceLROnPlateau(optimizer, higherIsBetter ? "max" : "min", factor, patience, cooldown: coolDown);
        var ours = new ReduceOnPlateau(factor, patience, coolDown: coolDown, higherIsBetter: higherIsBetter);
        var random = new Random(5);
        float rate = 0.5f;
        for (int t = 0; t < 60; t++)
        {
            double figure = 1 + random.NextDouble() / (1 + t / 10);
            peer.step(figure);
            rate = ours.Observe(figure, rate);
            Close.Assert(Rate(optimizer), rate, 1e-6, 1e-9, $"the rate after {t + 1} figures");
        }
    }

    private static TorchSharp.Modules.SGD Optimizer(double momentum)
        => torch.optim.SGD([new TorchSharp.Modules.Parameter(torch.zeros(1))], 0.5, momentum);

    private static double Rate(torch.optim.Optimizer optimizer) => optimizer.ParamGroups.Single().LearningRate;
}
