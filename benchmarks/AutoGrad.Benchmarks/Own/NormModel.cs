using System.Numerics.Tensors;
using AutoGrad.Layers;

namespace AutoGrad.Benchmarks;

/// <summary>A layer whose input has a gradient too: the sum of products with g has the gradient g at the result.</summary>
[Model]
public sealed partial class NormModel
{
    [Parameter(512, 768)] public partial Tensor<float> X { get; }
    [Layer(768)] public partial LayerNorm Norm { get; }

    [Loss]
    public float Total([Shape(512, 768)] Tensor<float> g) => Nn.Sum(Norm.Forward(X) * g);
}
