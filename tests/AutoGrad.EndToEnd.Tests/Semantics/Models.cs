using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.EndToEnd.Tests.Semantics;

/// <summary>A model that leaves out steps whose numbers are not finite. Its gradient is x.</summary>
[Model(OnNonFinite = OnNonFinite.SkipStep)]
internal sealed partial class Skipping
{
    [Parameter(3, Init = Init.Normal)] public partial Tensor<float> W { get; }

    [Loss]
    public float Loss([Shape(3)] Tensor<float> x) => Sum(W * x);
}

/// <summary>A model that throws instead.</summary>
[Model(OnNonFinite = OnNonFinite.Throw)]
internal sealed partial class Throwing
{
    [Parameter(3, Init = Init.Normal)] public partial Tensor<float> W { get; }

    [Loss]
    public float Loss([Shape(3)] Tensor<float> x) => Sum(W * x);
}

/// <summary>A model whose gradient is x, with torch's weight decay 0.2 as a penalty.</summary>
[Model]
internal sealed partial class Decaying
{
    [Parameter(3, 2, Init = Init.Normal), L2(0.1f)] public partial Tensor<float> W { get; }

    [Loss]
    public float Loss([Shape(3, 2)] Tensor<float> x) => Sum(W * x);
}

/// <summary>A model whose gradient is x.</summary>
[Model]
internal sealed partial class Linear
{
    [Parameter(3, 2, Init = Init.Normal)] public partial Tensor<float> W { get; }

    [Loss]
    public float Loss([Shape(3, 2)] Tensor<float> x) => Sum(W * x);
}
