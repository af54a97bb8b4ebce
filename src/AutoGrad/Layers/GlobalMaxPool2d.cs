using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>The largest element of each channel: [n, channels, height, width] to [n, channels]. Equal ones share the gradient equally.</summary>
[Model]
public sealed partial class GlobalMaxPool2d
{
    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is compiled.</summary>
    /// <param name="x">Shape [n, channels, height, width].</param>
    /// <returns>Shape [n, channels].</returns>
    [Forward]
#pragma warning disable CA1822 // A forward pass is a method of an object, also where the object holds nothing.
    public Tensor<float> Forward([Shape("n", "channels", "height", "width")] Tensor<float> x) => Nn.Max(Nn.Reshape(x, x.Lengths[0], x.Lengths[1], -1), 2);
#pragma warning restore CA1822
}
