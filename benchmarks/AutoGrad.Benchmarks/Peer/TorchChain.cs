using TorchSharp;
using static TorchSharp.torch;

namespace AutoGrad.Benchmarks;

internal sealed class TorchChain(ChainProblem problem) : IContender
{
    private readonly Tensor w = tensor(problem.W(), requires_grad: true);
    private readonly Tensor x = tensor(problem.X());

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        w.grad = null; // As zero_grad does: the first gradient is then stored, not added to zeros.
        Sum().backward();
    }

    public double[] Outcome()
    {
        using DisposeScope scope = NewDisposeScope();
        return [Sum().item<float>(), w.grad!.norm().item<float>()];
    }

    public void Dispose()
    {
        w.Dispose();
        x.Dispose();
    }

    private Tensor Sum() => ((w * x).tanh() * w.sigmoid() + w * w / 2).sum();
}
