using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace AutoGrad.EndToEnd.Tests.Semantics;

/// <summary>Updates, step for step to 1e-6, beside TorchSharp in double.</summary>
public class UpdateTests
{
    private const int Steps = 20;

    private static readonly Dictionary<string, (Func<Optimizer> Ours, Func<TorchParameter, torch.optim.Optimizer> Torch)> s_rules = new()
    {
        ["Sgd"] = (() => new Sgd(0.1f), p => torch.optim.SGD([p], 0.1)),
        ["Sgd with momentum"] = (() => new Sgd(0.1f, 0.9f), p => torch.optim.SGD([p], 0.1, momentum: 0.9)),
        ["Sgd by Nesterov"] = (() => new Sgd(0.1f, 0.9f, nesterov: true), p => torch.optim.SGD([p], 0.1, momentum: 0.9, nesterov: true)),
        ["Adam"] = (() => new Adam(0.01f), p => torch.optim.Adam([p], 0.01)),
        ["AdamW"] = (() => new AdamW(0.01f), p => torch.optim.AdamW([p], 0.01, weight_decay: 0.01)),
    };

    public static TheoryData<string> Rules => [.. s_rules.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Steps_are_those_of_TorchSharp(string rule)
    {
        using var scope = torch.NewDisposeScope();
        var model = new Linear(seed: 3);
        TorchParameter expected = Start(model.Parameters);
        Optimizer optimizer = s_rules[rule].Ours();
        Train(s_rules[rule].Torch(expected), expected, x => model.TrainStep(Numbers.Tensor(x, 3, 2), optimizer));
        AssertSame(expected, model.Parameters);
    }

    [Fact]
    public void An_L2_penalty_of_half_is_TorchSharps_weight_decay()
    {
        using var scope = torch.NewDisposeScope();
        var model = new Decaying(seed: 3);
        var sgd = new Sgd(0.05f, 0.9f);
        TorchParameter expected = Start(model.Parameters);
        Train(torch.optim.SGD([expected], 0.05, momentum: 0.9, weight_decay: 0.2), expected, x => model.TrainStep(Numbers.Tensor(x, 3, 2), sgd));
        AssertSame(expected, model.Parameters);
    }

    [Fact]
    public void Decay_that_is_decoupled_comes_before_the_update()
    {
        var model = new Linear(seed: 3);
        float[] w = Numbers.Elements(model.W), x = Numbers.Between(6, -2, 2, new Random(5));
        model.TrainStep(Numbers.Tensor(x, 3, 2), new Sgd(0.1f, weightDecay: 0.3f));
        float[] after = Numbers.Elements(model.W);
        for (int i = 0; i < w.Length; i++)
            PolicyTests.AssertClose(w[i] - (0.1f * 0.3f * (double)w[i]) - (0.1f * (double)x[i]), after[i], $"weight {i}", 1);
    }

    private static void Train(torch.optim.Optimizer optimizer, TorchParameter parameter, Func<float[], StepReport> step)
    {
        var random = new Random(4);
        for (int i = 0; i < Steps; i++)
        {
            float[] x = Numbers.Between(6, -2, 2, random);
            parameter.grad = torch.tensor(Array.ConvertAll(x, v => (double)v)).reshape(3, 2);
            optimizer.step();
            step(x);
        }
    }

    private static TorchParameter Start(ParameterSet parameters)
        => new(torch.tensor(Array.ConvertAll(Numbers.Elements(parameters[0].Value), v => (double)v)).reshape(3, 2));

    private static void AssertSame(TorchParameter expected, ParameterSet parameters)
    {
        double[] wanted = expected.detach().data<double>().ToArray();
        float[] actual = Numbers.Elements(parameters[0].Value);
        for (int i = 0; i < wanted.Length; i++)
            PolicyTests.AssertClose(wanted[i], actual[i], $"weight {i}", 1);
    }
}
