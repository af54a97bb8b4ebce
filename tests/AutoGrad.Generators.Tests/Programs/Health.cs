using System.Numerics.Tensors;
using AutoGrad;
using static AutoGrad.Nn;

[Model(Monitor = Monitor.Layers)]
public sealed partial class TooHot
{
    [Parameter(16, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W1 { get; }
    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W2 { get; }
    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W3 { get; }
    [Parameter(64, 64, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W4 { get; }
    [Parameter(64, 1, Init = Init.Normal, Scale = 0.5f)] public partial Tensor<float> W5 { get; }

    [Forward]
    public Tensor<float> Predict([Shape("batch", 16)] Tensor<float> x)
    {
        Tensor<float> h1 = Relu(MatMul(x, W1));
        Tensor<float> h2 = Relu(MatMul(h1, W2));
        Tensor<float> h3 = Relu(MatMul(h2, W3));
        Tensor<float> h4 = Relu(MatMul(h3, W4));
        return MatMul(h4, W5);
    }

    [Loss]
    public float Loss([Shape("batch", 16)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(Predict(x), y);
}
