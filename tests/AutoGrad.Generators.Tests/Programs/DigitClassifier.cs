using System.Numerics.Tensors;
using AutoGrad;
using static AutoGrad.Nn;

[Model]
[ClipNorm(1.0f)]                                    // every parameter: g * c / max(|g|, c), as Keras clipnorm
public sealed partial class DigitClassifier
{
    [Parameter(64, 128, Init = Init.HeNormal), L2(1e-4f)]
    public partial Tensor<float> W1 { get; }

    [Parameter(128)]                                // rank 1 defaults to zeros, rank 2 and more to GlorotUniform
    public partial Tensor<float> B1 { get; }

    [Parameter(128, 10), L2(1e-4f)]
    public partial Tensor<float> W2 { get; }

    [Parameter(10)]
    public partial Tensor<float> B2 { get; }

    [Forward]
    [return: Shape("batch", 10)]
    public Tensor<float> Logits([Shape("batch", 64)] Tensor<float> images)
    {
        Tensor<float> hidden = Relu(MatMul(images, W1) + B1);
        return MatMul(hidden, W2) + B2;
    }

    [Loss]
    public float Loss([Shape("batch", 64)] Tensor<float> images, [Shape("batch")] Tensor<int> labels)
        => SoftmaxCrossEntropy(Logits(images), labels);
}
