using System.Numerics.Tensors;
using AutoGrad;
using static AutoGrad.Nn;

namespace AutoGradApp;

/// <summary>Tells which of two spirals a point of the plane is on.</summary>
[Model]
[ClipNorm(1.0f)]                                                    // every parameter's gradient: its norm is at most 1
public sealed partial class SpiralClassifier
{
    [Parameter(2, 32, Init = Init.HeNormal), L2(1e-4f)] public partial Tensor<float> W1 { get; }
    [Parameter(32)] public partial Tensor<float> B1 { get; }
    [Parameter(32, 32, Init = Init.HeNormal), L2(1e-4f)] public partial Tensor<float> W2 { get; }
    [Parameter(32)] public partial Tensor<float> B2 { get; }
    [Parameter(32, 2), L2(1e-4f)] public partial Tensor<float> W3 { get; }
    [Parameter(2)] public partial Tensor<float> B3 { get; }

    /// <summary>Two scores a point.</summary>
    [Forward]
    public Tensor<float> Logits([Shape("batch", 2)] Tensor<float> points)
    {
        Tensor<float> first = Tanh(MatMul(points, W1) + B1);
        Tensor<float> second = Tanh(MatMul(first, W2) + B2);
        return MatMul(second, W3) + B3;
    }

    /// <summary>The mean cross-entropy over the points.</summary>
    [Loss]
    public float Loss([Shape("batch", 2)] Tensor<float> points, [Shape("batch")] Tensor<int> spiral)
        => SoftmaxCrossEntropy(Logits(points), spiral);
}
