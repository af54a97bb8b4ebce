using TorchSharp;
using static TorchSharp.torch;

namespace AutoGrad.Benchmarks;

internal sealed class TorchPart : IContender
{
    private readonly PartProblem problem;
    private readonly Tensor values;
    private readonly Tensor other;
    private readonly Tensor? weights;
    private double loss;

    public TorchPart(PartProblem problem)
    {
        this.problem = problem;
        values = tensor(problem.Values()).reshape(problem.Rows, problem.Columns).requires_grad_();
        weights = problem.Part == Part.CrossEntropy ? null : tensor(problem.Weights()).reshape(-1, problem.Columns);
        int[] ints = problem.Part == Part.CrossEntropy ? problem.Labels() : problem.Ids();
        other = tensor(Array.ConvertAll(ints, i => (long)i));
    }

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        values.grad = null; // As zero_grad does: the first gradient is then stored, not added to zeros.
        Tensor result = problem.Part switch
        {
            Part.CrossEntropy => nn.functional.cross_entropy(values, other),
            Part.Embedding or Part.EmbeddingStep => (values.index_select(0, other) * weights!).sum(),
            _ => (nn.functional.dropout(values, 0.1, training: true) * weights!).sum(),
        };
        result.backward();
        loss = result.item<float>();
        if (problem.Part != Part.EmbeddingStep)
            return;
        using var guard = no_grad();
        values.add_(values.grad!, alpha: -PartProblem.LearningRate);
    }

    public double[] Outcome()
    {
        using DisposeScope scope = NewDisposeScope();
        if (problem.Part == Part.Dropout)
            return [Math.Round(values.grad!.ne(0).to(float64).mean().item<double>() * 50)];
        return [loss, values.grad!.norm().item<float>()];
    }

    public void Dispose()
    {
        values.Dispose();
        other.Dispose();
        weights?.Dispose();
    }
}
