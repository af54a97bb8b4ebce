using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Benchmarks;

[Model]
public sealed partial class Chain
{
    [Parameter(1 << 20)] public partial Tensor<float> W { get; }

    [Loss]
    public float Total([Shape(1 << 20)] Tensor<float> x)
        => Sum(Tanh(W * x) * Sigmoid(W) + W * W / 2f);
}
