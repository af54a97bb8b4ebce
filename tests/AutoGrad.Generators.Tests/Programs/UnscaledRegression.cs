using System.Numerics.Tensors;
using AutoGrad;
using static AutoGrad.Nn;

[Model]
public sealed partial class Plain
{
    [Parameter(20, 25, Init = Init.HeUniform)] public partial Tensor<float> W1 { get; }
    [Parameter(25)] public partial Tensor<float> B1 { get; }
    [Parameter(25, 1)] public partial Tensor<float> W2 { get; }
    [Parameter(1)] public partial Tensor<float> B2 { get; }

    [Loss]
    public float Loss([Shape("batch", 20)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Relu(MatMul(x, W1) + B1), W2) + B2, y);
}

[Model, ClipNorm(1.0f)]
public sealed partial class NormClipped
{
    [Parameter(20, 25, Init = Init.HeUniform)] public partial Tensor<float> W1 { get; }
    [Parameter(25)] public partial Tensor<float> B1 { get; }
    [Parameter(25, 1)] public partial Tensor<float> W2 { get; }
    [Parameter(1)] public partial Tensor<float> B2 { get; }

    [Loss]
    public float Loss([Shape("batch", 20)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Relu(MatMul(x, W1) + B1), W2) + B2, y);
}

[Model, ClipValue(5.0f)]
public sealed partial class ValueClipped
{
    [Parameter(20, 25, Init = Init.HeUniform)] public partial Tensor<float> W1 { get; }
    [Parameter(25)] public partial Tensor<float> B1 { get; }
    [Parameter(25, 1)] public partial Tensor<float> W2 { get; }
    [Parameter(1)] public partial Tensor<float> B2 { get; }

    [Loss]
    public float Loss([Shape("batch", 20)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Relu(MatMul(x, W1) + B1), W2) + B2, y);
}
