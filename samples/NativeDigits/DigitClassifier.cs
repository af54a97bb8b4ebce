using System.Numerics.Tensors;
using AutoGrad;
using static AutoGrad.Nn;

namespace NativeDigits;

/// <summary>The model of samples/Digits.</summary>
[Model, ClipNorm(1.0f)]
internal sealed partial class DigitClassifier
{
    [Parameter(64, 128, Init = Init.HeNormal), L2(1e-4f)] public partial Tensor<float> W1 { get; }
    [Parameter(128)] public partial Tensor<float> B1 { get; }
    [Parameter(128, 10), L2(1e-4f)] public partial Tensor<float> W2 { get; }
    [Parameter(10)] public partial Tensor<float> B2 { get; }

    [Forward]
    public Tensor<float> Logits([Shape("batch", 64)] Tensor<float> images) => MatMul(Relu(MatMul(images, W1) + B1), W2) + B2;

    [Loss]
    public float Loss([Shape("batch", 64)] Tensor<float> images, [Shape("batch")] Tensor<int> labels) => SoftmaxCrossEntropy(Logits(images), labels);
}
