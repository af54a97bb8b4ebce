using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.Experiments;

/// <summary>16 and 32 channels of 3 x 3, each with ReLU and a 2 x 2 max-pool, and a dense layer.</summary>
[Model]
public sealed partial class MnistClassifier
{
    [Layer(1, 16, 3, 1, 1)] public partial Conv2d Edges { get; }
    [Layer(16, 32, 3, 1, 1)] public partial Conv2d Shapes { get; }
    [Layer(32 * 7 * 7, 10)] public partial Dense Head { get; }

    [Forward]
    [return: Shape("batch", 10)]
    public Tensor<float> Logits([Shape("batch", 28, 28)] Tensor<float> images)
    {
        Tensor<float> x = Reshape(images, images.Lengths[0], 1, 28, 28);
        Tensor<float> edges = MaxPool2d(Relu(Edges.Forward(x)), 2, 2);
        Tensor<float> shapes = MaxPool2d(Relu(Shapes.Forward(edges)), 2, 2);
        return Head.Forward(Reshape(shapes, images.Lengths[0], -1));
    }

    [Loss]
    public float Loss([Shape("batch", 28, 28)] Tensor<float> images, [Shape("batch")] Tensor<int> labels)
        => SoftmaxCrossEntropy(Logits(images), labels);
}
