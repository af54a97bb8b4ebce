using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

/// <summary>A vector whose gradient is what it is multiplied by.</summary>
[Model]
public sealed partial class UpdatedModel
{
    [Parameter(1 << 20)] public partial Tensor<float> W { get; }

    [Loss]
    public float Total([Shape(1 << 20)] Tensor<float> g) => Sum(W * g);
}

internal sealed class OwnOptimizer : IContender
{
    private readonly OptimizerProblem problem;
    private readonly UpdatedModel model = new();
    private readonly Optimizer optimizer;

    public OwnOptimizer(OptimizerProblem problem)
    {
        this.problem = problem;
        optimizer = Create(problem.Rule);
        Tensor.Create(problem.Values(), [problem.Count]).CopyTo(model.W);
        model.TotalGradient(Tensor.Create(problem.Gradient(), [problem.Count]));
    }

    public void Step() => optimizer.Update(model.Parameters);

    public double[] Outcome()
    {
        var values = new float[problem.Count];
        model.W.FlattenTo(values);
        return [TensorPrimitives.Distance<float>(values, problem.Values()), TensorPrimitives.Norm<float>(values)];
    }

    public void Dispose()
    {
    }

    private static Optimizer Create(Rule rule) => rule switch
    {
        Rule.Momentum => new Sgd(OptimizerProblem.LearningRate, OptimizerProblem.Momentum),
        Rule.Adam => new Adam(OptimizerProblem.LearningRate),
        Rule.AdamW => new AdamW(OptimizerProblem.LearningRate, weightDecay: OptimizerProblem.WeightDecay),
        Rule.RmsProp => new RmsProp(OptimizerProblem.LearningRate),
        Rule.Adagrad => new Adagrad(OptimizerProblem.LearningRate),
        Rule.Nadam => new Nadam(OptimizerProblem.LearningRate),
        _ => new Lion(OptimizerProblem.LearningRate, OptimizerProblem.Beta1, OptimizerProblem.Beta2, OptimizerProblem.WeightDecay),
    };
}
