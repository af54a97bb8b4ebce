using AutoGrad.EndToEnd.Tests.Semantics;
using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using TorchOptimizer = TorchSharp.torch.optim.Optimizer;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace AutoGrad.EndToEnd.Tests.Optimizers;

/// <summary>Optimizers step for step beside TorchSharp in double, in five configurations each. Lion, which it does not have, is compared with its paper elsewhere.</summary>
public class TorchOptimizerTests
{
    private const int Steps = 10;

    private static readonly (string Name, Func<Optimizer> Ours, Func<TorchParameter, TorchOptimizer> Torch)[] s_pairs =
    [
        ("RmsProp 1", () => new RmsProp(), p => torch.optim.RMSProp([p])),
        ("RmsProp 2", () => new RmsProp(0.05f, 0.9f, 1e-3f), p => torch.optim.RMSProp([p], 0.05, 0.9, 1e-3)),
        ("RmsProp 3", () => new RmsProp(0.01f, momentum: 0.9f), p => torch.optim.RMSProp([p], 0.01, momentum: 0.9)),
        ("RmsProp 4", () => new RmsProp(0.01f, 0.95f, centered: true), p => torch.optim.RMSProp([p], 0.01, 0.95, centered: true)),
        ("RmsProp 5", () => new RmsProp(0.002f, 0.5f, 1e-2f, 0.5f, centered: true), p => torch.optim.RMSProp([p], 0.002, 0.5, 1e-2, momentum: 0.5, centered: true)),
        ("Adagrad 1", () => new Adagrad(), p => torch.optim.Adagrad([p])),
        ("Adagrad 2", () => new Adagrad(0.3f, 0.1f), p => torch.optim.Adagrad([p], 0.3, eps: 0.1)),
        ("Adagrad 3", () => new Adagrad(0.1f, learningRateDecay: 0.25f), p => torch.optim.Adagrad([p], 0.1, lr_decay: 0.25)),
        ("Adagrad 4", () => new Adagrad(0.1f, initialAccumulator: 0.5f), p => torch.optim.Adagrad([p], 0.1, initial_accumulator_value: 0.5)),
        ("Adagrad 5", () => new Adagrad(1f, 1e-3f, 0.5f, 0.1f), p => torch.optim.Adagrad([p], 1, 0.5, 0, 0.1, 1e-3)),
        ("Adadelta 1", () => new Adadelta(), p => torch.optim.Adadelta([p])),
        ("Adadelta 2", () => new Adadelta(0.5f), p => torch.optim.Adadelta([p], 0.5)),
        ("Adadelta 3", () => new Adadelta(1, 0.5f), p => torch.optim.Adadelta([p], 1, 0.5)),
        ("Adadelta 4", () => new Adadelta(1, 0.95f, 1e-3f), p => torch.optim.Adadelta([p], 1, 0.95, 1e-3)),
        ("Adadelta 5", () => new Adadelta(10, 0.25f, 1e-2f), p => torch.optim.Adadelta([p], 10, 0.25, 1e-2)),
        ("Adamax 1", () => new Adamax(), p => torch.optim.Adamax([p])),
        ("Adamax 2", () => new Adamax(0.05f), p => torch.optim.Adamax([p], 0.05)),
        ("Adamax 3", () => new Adamax(0.01f, 0.5f), p => torch.optim.Adamax([p], 0.01, 0.5)),
        ("Adamax 4", () => new Adamax(0.01f, 0.8f, 0.5f), p => torch.optim.Adamax([p], 0.01, 0.8, 0.5)),
        ("Adamax 5", () => new Adamax(0.01f, 0.95f, 0.9f, 1e-2f), p => torch.optim.Adamax([p], 0.01, 0.95, 0.9, 1e-2)),
        ("Nadam 1", () => new Nadam(), p => torch.optim.NAdam([p])),
        ("Nadam 2", () => new Nadam(0.05f), p => torch.optim.NAdam([p], 0.05)),
        ("Nadam 3", () => new Nadam(0.01f, 0.5f, 0.9f), p => torch.optim.NAdam([p], 0.01, 0.5, 0.9)),
        ("Nadam 4", () => new Nadam(0.01f, momentumDecay: 0.25f), p => torch.optim.NAdam([p], 0.01, momentum_decay: 0.25)),
        ("Nadam 5", () => new Nadam(0.01f, 0.8f, 0.95f, 1e-2f, 0.1f), p => torch.optim.NAdam([p], 0.01, 0.8, 0.95, 1e-2, 0, 0.1)),
        ("Adam 1", () => new Adam(), p => torch.optim.Adam([p])),
        ("Adam 2", () => new Adam(0.05f, 0.5f, 0.9f, 1e-2f), p => torch.optim.Adam([p], 0.05, 0.5, 0.9, 1e-2)),
        ("AdamW 1", () => new AdamW(0.05f, weightDecay: 0.1f), p => torch.optim.AdamW([p], 0.05, weight_decay: 0.1)),
    ];

    public static TheoryData<string> Names => [.. s_pairs.Select(pair => pair.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_are_those_of_TorchSharp(string name)
    {
        using var scope = torch.NewDisposeScope();
        var model = new Linear(seed: 3);
        var expected = new TorchParameter(torch.tensor(Array.ConvertAll(Numbers.Elements(model.W), v => (double)v)).reshape(3, 2));
        (_, Func<Optimizer> ours, Func<TorchParameter, TorchOptimizer> theirs) = s_pairs.Single(pair => pair.Name == name);
        Optimizer optimizer = ours();
        TorchOptimizer peer = theirs(expected);
        var random = new Random(4);
        for (int step = 0; step < Steps; step++)
        {
            float[] x = Numbers.Between(6, -2, 2, random);
            expected.grad = torch.tensor(Array.ConvertAll(x, v => (double)v)).reshape(3, 2);
            peer.step();
            model.TrainStep(Numbers.Tensor(x, 3, 2), optimizer);
            Close.Assert(expected.detach().data<double>().ToArray(), Array.ConvertAll(Numbers.Elements(model.W), v => (double)v), 1e-5, $"{name}, step {step}");
        }
    }
}
