using System.Numerics.Tensors;
using AutoGrad.Layers;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

[Model, ClipGlobalNorm(MlpProblem.Clip), L2(MlpProblem.WeightDecay / 2)]
public sealed partial class Cnn
{
    [Layer(1, CnnProblem.First, 3, 1, 1)] public partial Conv2d Edges { get; }
    [Layer(CnnProblem.First, CnnProblem.Second, 3, 1, 1)] public partial Conv2d Shapes { get; }
    [Layer(CnnProblem.Flat, CnnProblem.Classes)] public partial Dense Head { get; }

    [Forward]
    [return: Shape("batch", CnnProblem.Classes)]
    public Tensor<float> Logits([Shape("batch", 1, CnnProblem.Size, CnnProblem.Size)] Tensor<float> images)
    {
        Tensor<float> edges = MaxPool2d(Relu(Edges.Forward(images)), 2, 2);
        Tensor<float> shapes = MaxPool2d(Relu(Shapes.Forward(edges)), 2, 2);
        return Head.Forward(Reshape(shapes, images.Lengths[0], -1));
    }

    [Loss]
    public float Loss([Shape("batch", 1, CnnProblem.Size, CnnProblem.Size)] Tensor<float> images, [Shape("batch")] Tensor<int> labels)
        => SoftmaxCrossEntropy(Logits(images), labels);
}
