using System.Numerics.Tensors;

namespace AutoGrad.Benchmarks;

internal static partial class Own
{
    public static IContender Convolutional(CnnProblem problem)
    {
        Tensor<float> x = Tensor.Create(problem.Images(), [problem.Batch, 1, CnnProblem.Size, CnnProblem.Size]);
        Tensor<int> labels = Tensor.Create(problem.Labels(), [problem.Batch]);
        var sgd = new Sgd(MlpProblem.LearningRate, MlpProblem.Momentum);
        var cnn = new Cnn();
        for (int layer = 0; layer < 3; layer++)
            Tensor.Create(CnnProblem.Weights(layer), cnn.Parameters[2 * layer].Value.Lengths).CopyTo(cnn.Parameters[2 * layer].Value);
        return new OwnTraining(() => cnn.TrainStep(x, labels, sgd), () => cnn.Loss(x, labels));
    }
}
