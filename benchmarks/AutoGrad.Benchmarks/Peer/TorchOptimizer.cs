using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace AutoGrad.Benchmarks;

internal sealed class TorchOptimizer : IContender
{
    private readonly OptimizerProblem problem;
    private readonly TorchParameter values;
    private readonly Tensor gradient;
    private readonly Tensor mean; // Lion's
    private readonly optim.Optimizer? optimizer;

    public TorchOptimizer(OptimizerProblem problem)
    {
        this.problem = problem;
        values = new TorchParameter(tensor(problem.Values()));
        gradient = tensor(problem.Gradient());
        mean = zeros_like(gradient);
        values.grad = gradient;
        optimizer = Create(problem.Rule, values);
    }

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        if (optimizer is not null)
            optimizer.step();
        else
            Lion();
    }

    public double[] Outcome()
    {
        using DisposeScope scope = NewDisposeScope();
        return [(values - tensor(problem.Values())).norm().item<float>(), values.norm().item<float>()];
    }

    public void Dispose()
    {
        optimizer?.Dispose();
        values.Dispose();
        gradient.Dispose();
        mean.Dispose();
    }

    private static optim.Optimizer? Create(Rule rule, TorchParameter values) => rule switch
    {
        Rule.Momentum => optim.SGD([values], OptimizerProblem.LearningRate, OptimizerProblem.Momentum),
        Rule.Adam => optim.Adam([values], OptimizerProblem.LearningRate),
        Rule.AdamW => optim.AdamW([values], OptimizerProblem.LearningRate, weight_decay: OptimizerProblem.WeightDecay),
        Rule.RmsProp => optim.RMSProp([values], OptimizerProblem.LearningRate),
        Rule.Adagrad => optim.Adagrad([values], OptimizerProblem.LearningRate),
        Rule.Nadam => optim.NAdam([values], OptimizerProblem.LearningRate),
        _ => null,
    };

    // w -= lr * (sign(b1 m + (1 - b1) g) + wd * w); m = b2 m + (1 - b2) g (Chen et al. 2023).
    private void Lion()
    {
        using var guard = no_grad();
        Tensor direction = (mean * OptimizerProblem.Beta1).add_(gradient, 1 - OptimizerProblem.Beta1).sign_();
        values.mul_(1 - (OptimizerProblem.LearningRate * OptimizerProblem.WeightDecay)).add_(direction, -OptimizerProblem.LearningRate);
        mean.mul_(OptimizerProblem.Beta2).add_(gradient, 1 - OptimizerProblem.Beta2);
    }
}
