using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>The mean of each window of kernel x kernel elements of each channel: [n, channels, height, width] to [n, channels, rows, columns].</summary>
/// <param name="kernel">The length of a window.</param>
/// <param name="stride">How far a window moves.</param>
/// <exception cref="ArgumentOutOfRangeException">One of them is below 1.</exception>
[Model]
public sealed partial class AvgPool2d(int kernel, int stride)
{
    private readonly bool _isPossible = LayerGeometry.Require(kernel, stride);

    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is compiled.</summary>
    /// <param name="x">Shape [n, channels, height, width].</param>
    /// <returns>Shape [n, channels, rows, columns], with floor((length - kernel) / stride) + 1 of each.</returns>
    /// <exception cref="ArgumentException">The window does not fit into the image.</exception>
    [Forward]
    public Tensor<float> Forward([Shape("n", "channels", "height", "width")] Tensor<float> x) => Nn.AvgPool2d(x, kernel, stride);
}
