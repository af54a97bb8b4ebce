using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>
/// Root-mean-square normalisation (Zhang and Sennrich 2019), <c>y = x / sqrt(mean(x²) + 1e-5) Scale</c> along the last axis: [..., features] to
/// [..., features].
/// </summary>
/// <param name="features">How many numbers each row has.</param>
[Model]
public sealed partial class RmsNorm(int features)
{
    /// <summary>What normalised rows are multiplied by, shape [features]; ones at first.</summary>
    [Parameter("features", Init = Init.Ones)]
    public partial Tensor<float> Scale { get; }

    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is fused.</summary>
    /// <param name="x">Shape [..., features], of 1 to 4 axes.</param>
    /// <returns>The shape of x.</returns>
    [Forward]
    [return: Shape("...", "features")]
    public Tensor<float> Forward([Shape("...", "features")] Tensor<float> x) => Nn.RmsNorm(x, Scale);
}
