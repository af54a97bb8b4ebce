using System.Numerics.Tensors;

namespace AutoGrad.Benchmarks;

internal sealed class OwnChain : IContender
{
    private readonly Chain model = new();
    private readonly Tensor<float> x;

    public OwnChain(ChainProblem problem)
    {
        x = Tensor.Create(problem.X(), [problem.Length]);
        Tensor.Create(problem.W(), [problem.Length]).CopyTo(model.W);
    }

    public void Step() => model.TotalGradient(x);

    public double[] Outcome() => [model.Total(x), model.Parameters.GradientNorm];

    public void Dispose()
    {
    }
}
