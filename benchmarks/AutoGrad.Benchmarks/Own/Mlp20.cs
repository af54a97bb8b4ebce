using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

[Model, ClipGlobalNorm(MlpProblem.Clip), L2(MlpProblem.WeightDecay / 2)]
public sealed partial class Mlp20
{
    [Parameter(20, 25)] public partial Tensor<float> W1 { get; }
    [Parameter(25)] public partial Tensor<float> B1 { get; }
    [Parameter(25, 1)] public partial Tensor<float> W2 { get; }
    [Parameter(1)] public partial Tensor<float> B2 { get; }

    [Loss]
    public float Loss([Shape("batch", 20)] Tensor<float> x, [Shape("batch", 1)] Tensor<float> y)
        => MeanSquaredError(MatMul(Relu(MatMul(x, W1) + B1), W2) + B2, y);
}
