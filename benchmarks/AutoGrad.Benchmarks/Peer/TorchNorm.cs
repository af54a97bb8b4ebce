using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AutoGrad.Benchmarks;

internal sealed class TorchNorm(NormProblem problem) : IContender
{
    private readonly Tensor x = tensor(problem.X(), [problem.Rows, problem.Features], requires_grad: true);
    private readonly Tensor scale = tensor(problem.Scale(), requires_grad: true);
    private readonly Tensor offset = tensor(problem.Offset(), requires_grad: true);
    private readonly Tensor g = tensor(problem.G(), [problem.Rows, problem.Features]);

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        x.grad = scale.grad = offset.grad = null;
        Normalized().backward([g]);
    }

    public double[] Outcome()
    {
        using DisposeScope scope = NewDisposeScope();
        return [(Normalized() * g).sum().item<float>(), .. new[] { x, scale, offset }.Select(t => (double)t.grad!.norm().item<float>())];
    }

    public void Dispose()
    {
        x.Dispose();
        scale.Dispose();
        offset.Dispose();
        g.Dispose();
    }

    private Tensor Normalized() => F.layer_norm(x, [problem.Features], scale, offset);
}
