using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>All channels of an image in one row: [n, channels, height, width] to [n, channels * height * width].</summary>
[Model]
public sealed partial class Flatten
{
    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is compiled.</summary>
    /// <param name="x">Shape [n, channels, height, width].</param>
    /// <returns>Shape [n, channels * height * width].</returns>
    [Forward]
#pragma warning disable CA1822 // A forward pass is a method of an object, also where the object holds nothing.
    public Tensor<float> Forward([Shape("n", "channels", "height", "width")] Tensor<float> x) => Nn.Reshape(x, x.Lengths[0], -1);
#pragma warning restore CA1822
}
