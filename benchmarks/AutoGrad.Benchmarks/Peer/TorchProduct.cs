using static TorchSharp.torch;

namespace AutoGrad.Benchmarks;

internal sealed class TorchProduct(ProductProblem problem) : IContender
{
    private readonly Tensor a = tensor(problem.A(), [problem.Rows, problem.Inner]);
    private readonly Tensor b = tensor(problem.B(), [problem.Inner, problem.Columns]);

    public void Step()
    {
        using Tensor c = mm(a, b);
    }

    public double[] Outcome()
    {
        using Tensor c = mm(a, b);
        using Tensor norm = c.norm();
        return [norm.item<float>()];
    }

    public void Dispose()
    {
        a.Dispose();
        b.Dispose();
    }
}
