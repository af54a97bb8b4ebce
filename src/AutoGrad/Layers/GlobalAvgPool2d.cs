using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>The mean of each channel: [n, channels, height, width] to [n, channels].</summary>
[Model]
public sealed partial class GlobalAvgPool2d
{
    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is compiled.</summary>
    /// <param name="x">Shape [n, channels, height, width].</param>
    /// <returns>Shape [n, channels].</returns>
    [Forward]
#pragma warning disable CA1822 // A forward pass is a method of an object, also where the object holds nothing.
    public Tensor<float> Forward([Shape("n", "channels", "height", "width")] Tensor<float> x) => Nn.Mean(Nn.Reshape(x, x.Lengths[0], x.Lengths[1], -1), 2);
#pragma warning restore CA1822
}
