using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

/// <summary>All gradients clipped by their common norm, and a penalty.</summary>
[Model, ClipGlobalNorm(MlpProblem.Clip), L2(MlpProblem.WeightDecay / 2)]
public sealed partial class GloballyClippedMlp
{
    [Parameter(784, 1024)] public partial Tensor<float> W1 { get; }
    [Parameter(1024)] public partial Tensor<float> B1 { get; }
    [Parameter(1024, 1024)] public partial Tensor<float> W2 { get; }
    [Parameter(1024)] public partial Tensor<float> B2 { get; }
    [Parameter(1024, 10)] public partial Tensor<float> W3 { get; }
    [Parameter(10)] public partial Tensor<float> B3 { get; }

    [Loss]
    public float Loss([Shape("batch", 784)] Tensor<float> images, [Shape("batch")] Tensor<int> labels)
    {
        Tensor<float> first = Relu(MatMul(images, W1) + B1);
        Tensor<float> second = Relu(MatMul(first, W2) + B2);
        return SoftmaxCrossEntropy(MatMul(second, W3) + B3, labels);
    }
}
