using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>
/// Layer normalisation (Ba et al. 2016), <c>y = (x - mean(x)) / sqrt(variance(x) + 1e-5) Scale + Offset</c> along the last axis, with the variance
/// over the number of features: [..., features] to [..., features].
/// </summary>
/// <param name="features">How many numbers each row has.</param>
[Model]
public sealed partial class LayerNorm(int features)
{
    /// <summary>What normalised rows are multiplied by, shape [features]; ones at first.</summary>
    [Parameter("features", Init = Init.Ones)]
    public partial Tensor<float> Scale { get; }

    /// <summary>What is added to them, shape [features]; zeros at first.</summary>
    [Parameter("features")]
    public partial Tensor<float> Offset { get; }

    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is fused.</summary>
    /// <param name="x">Shape [..., features], of 1 to 4 axes.</param>
    /// <returns>The shape of x.</returns>
    [Forward]
    [return: Shape("...", "features")]
    public Tensor<float> Forward([Shape("...", "features")] Tensor<float> x) => Nn.LayerNorm(x, Scale, Offset);
}
