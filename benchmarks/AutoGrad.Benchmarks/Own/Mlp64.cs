using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

[Model, ClipGlobalNorm(MlpProblem.Clip), L2(MlpProblem.WeightDecay / 2)]
public sealed partial class Mlp64
{
    [Parameter(64, 128)] public partial Tensor<float> W1 { get; }
    [Parameter(128)] public partial Tensor<float> B1 { get; }
    [Parameter(128, 10)] public partial Tensor<float> W2 { get; }
    [Parameter(10)] public partial Tensor<float> B2 { get; }

    [Forward]
    [return: Shape("batch", 10)]
    public Tensor<float> Logits([Shape("batch", 64)] Tensor<float> images)
        => MatMul(Relu(MatMul(images, W1) + B1), W2) + B2;

    [Loss]
    public float Loss([Shape("batch", 64)] Tensor<float> images, [Shape("batch")] Tensor<int> labels)
        => SoftmaxCrossEntropy(Logits(images), labels);
}
