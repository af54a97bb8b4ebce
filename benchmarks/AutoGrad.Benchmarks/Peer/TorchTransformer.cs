using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AutoGrad.Benchmarks;

/// <summary>A pre-norm block of torch's fused functions: layer_norm, linear, scaled_dot_product_attention, gelu.</summary>
internal sealed class TorchTransformer : IContender
{
    private readonly TransformerProblem problem;
    private readonly Tensor x, y;
    private readonly TorchSharp.Modules.Parameter[] matrices, biases, scales, offsets, all;
    private readonly optim.Optimizer optimizer;

    public TorchTransformer(TransformerProblem problem)
    {
        this.problem = problem;
        x = tensor(problem.X(), [problem.Batch, problem.Time, TransformerProblem.Width]);
        y = tensor(problem.Y(), [problem.Batch, problem.Time, TransformerProblem.Width]);
        matrices = [.. TransformerProblem.Matrices().Select(m => new TorchSharp.Modules.Parameter(tensor(m.Values, [m.Inputs, m.Units]).t().contiguous()))];
        biases = [.. TransformerProblem.Matrices().Select(m => new TorchSharp.Modules.Parameter(zeros(m.Units)))];
        scales = [new TorchSharp.Modules.Parameter(ones(TransformerProblem.Width)), new TorchSharp.Modules.Parameter(ones(TransformerProblem.Width))];
        offsets = [new TorchSharp.Modules.Parameter(zeros(TransformerProblem.Width)), new TorchSharp.Modules.Parameter(zeros(TransformerProblem.Width))];
        all = [.. matrices, .. biases, .. scales, .. offsets];
        optimizer = optim.SGD(all, TransformerProblem.LearningRate, TransformerProblem.Momentum);
    }

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        Loss().backward();
        nn.utils.clip_grad_norm_(all, TransformerProblem.Clip);
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
        foreach (TorchSharp.Modules.Parameter parameter in all)
            parameter.Dispose();
        x.Dispose();
        y.Dispose();
    }

    private Tensor Loss()
    {
        Tensor[] qkv = [.. Linear(Norm(x, 0), 0).chunk(3, dim: -1).Select(Heads)];
        Tensor attended = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]).transpose(1, 2).reshape(problem.Batch, problem.Time, TransformerProblem.Width);
        Tensor a = x + Linear(attended, 1);
        return F.mse_loss(a + Linear(F.gelu(Linear(Norm(a, 1), 2)), 3), y);
    }

    private Tensor Heads(Tensor part) => part.reshape(problem.Batch, problem.Time, TransformerProblem.Heads, TransformerProblem.Width / TransformerProblem.Heads).transpose(1, 2);

    private Tensor Norm(Tensor rows, int i) => F.layer_norm(rows, [TransformerProblem.Width], scales[i], offsets[i]);

    private Tensor Linear(Tensor rows, int i) => F.linear(rows, matrices[i], biases[i]);
}
