using System.Numerics.Tensors;

namespace AutoGrad.Benchmarks;

internal sealed class OwnNorm : IContender
{
    private readonly NormModel model = new();
    private readonly Tensor<float> g;

    public OwnNorm(NormProblem problem)
    {
        g = Tensor.Create(problem.G(), [problem.Rows, problem.Features]);
        Tensor.Create(problem.X(), [problem.Rows, problem.Features]).CopyTo(model.X);
        Tensor.Create(problem.Scale(), [problem.Features]).CopyTo(model.Norm.Scale);
        Tensor.Create(problem.Offset(), [problem.Features]).CopyTo(model.Norm.Offset);
    }

    public void Step() => model.TotalGradient(g);

    public double[] Outcome() => [model.Total(g), .. model.Parameters.Select(p => Math.Sqrt(p.Gradient.Sum(v => (double)v * v)))];

    public void Dispose()
    {
    }
}
