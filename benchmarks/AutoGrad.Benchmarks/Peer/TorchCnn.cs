using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AutoGrad.Benchmarks;

internal sealed class TorchCnn : IContender
{
    private readonly Sequential network = nn.Sequential(
        nn.Conv2d(1, CnnProblem.First, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(CnnProblem.First, CnnProblem.Second, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(CnnProblem.Flat, CnnProblem.Classes));

    private readonly TorchSharp.Modules.Parameter[] parameters;
    private readonly SGD optimizer;
    private readonly Tensor images;
    private readonly Tensor labels;

    public TorchCnn(CnnProblem problem)
    {
        parameters = [.. network.parameters()];
        using (no_grad())
        {
            for (int layer = 0; layer < 3; layer++)
            {
                using DisposeScope scope = NewDisposeScope();
                TorchSharp.Modules.Parameter weight = parameters[2 * layer];
                Tensor values = tensor(CnnProblem.Weights(layer));
                weight.copy_(layer < 2 ? values.reshape(weight.shape) : values.reshape(CnnProblem.Flat, CnnProblem.Classes).t());
                parameters[(2 * layer) + 1].zero_();
            }
        }

        optimizer = optim.SGD(parameters, MlpProblem.LearningRate, MlpProblem.Momentum, weight_decay: MlpProblem.WeightDecay);
        images = tensor(problem.Images(), [problem.Batch, 1, CnnProblem.Size, CnnProblem.Size]);
        labels = tensor(problem.Labels()).to_type(ScalarType.Int64);
    }

    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        network.zero_grad();
        Loss().backward();
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
        images.Dispose();
        labels.Dispose();
    }

    private Tensor Loss() => F.cross_entropy(network.forward(images), labels);
}
