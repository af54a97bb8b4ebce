using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AutoGrad.Benchmarks;

internal sealed class TorchMlp : IContender
{
    private readonly MlpProblem problem;
    private readonly bool isClipped;
    private readonly Sequential network = nn.Sequential();
    private readonly TorchSharp.Modules.Parameter[] parameters;
    private readonly SGD optimizer;
    private readonly Tensor inputs;
    private readonly Tensor targets;

    public TorchMlp(MlpProblem problem, bool isClipped = true)
    {
        this.problem = problem;
        this.isClipped = isClipped;
        for (int layer = 0; layer < problem.Layers; layer++)
        {
            network.append(Linear(layer));
            if (layer + 1 < problem.Layers)
                network.append(nn.ReLU());
        }

        parameters = [.. network.parameters()];
        optimizer = optim.SGD(parameters, MlpProblem.LearningRate, MlpProblem.Momentum, weight_decay: isClipped ? MlpProblem.WeightDecay : 0);
        inputs = tensor(problem.Inputs(), [problem.Batch, problem.Widths[0]]);
        targets = problem.IsRegression
            ? tensor(problem.Targets(), [problem.Batch, problem.Widths[^1]])
            : tensor(problem.Labels()).to_type(ScalarType.Int64);
    }

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        network.zero_grad(); // Sets gradients to none, which here is 5 % faster than the optimizer's zeros.
        Loss().backward();
        if (isClipped)
            nn.utils.clip_grad_norm_(parameters, MlpProblem.Clip);
        optimizer.step();
    }

    public double[] Outcome()
    {
        using DisposeScope scope = NewDisposeScope();
        return [Loss().item<float>()];
    }

    public void Dispose()
    {
        optimizer.Dispose();
        network.Dispose();
        inputs.Dispose();
        targets.Dispose();
    }

    private Tensor Loss()
    {
        Tensor outputs = network.forward(inputs);
        return problem.IsRegression ? F.mse_loss(outputs, targets) : F.cross_entropy(outputs, targets);
    }

    private Linear Linear(int layer)
    {
        (int from, int to) = (problem.Widths[layer], problem.Widths[layer + 1]);
        Linear linear = nn.Linear(from, to);
        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
        {
            linear.weight!.copy_(tensor(problem.Weights(layer), [from, to]).t());
            linear.bias!.zero_();
        }

        return linear;
    }
}
