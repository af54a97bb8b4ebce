using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>
/// Transposed convolution over two axes, to larger images: [n, channelsIn, height, width] to [n, channelsOut, rows, columns]. See
/// <see cref="Nn.ConvTranspose2d{T}(Tensor{T}, Tensor{T}, Tensor{T}, int, int, int, int, int)"/> for what it computes.
/// </summary>
/// <param name="channelsIn">How many channels come in.</param>
/// <param name="channelsOut">How many channels come out.</param>
/// <param name="kernel">The length of the kernel along each axis.</param>
/// <param name="stride">How many times as large the image becomes.</param>
/// <param name="padding">What is cut off on each side.</param>
/// <param name="dilation">How far apart the elements of the kernel are.</param>
/// <param name="groups">Into how many groups the channels are cut.</param>
/// <param name="outputPadding">How many rows and columns more there are at the end, below the stride.</param>
/// <exception cref="ArgumentException">A length or a number of channels is below 1, a padding is below 0 or too large, or the groups do not divide the channels.</exception>
[Model]
public sealed partial class ConvTranspose2d(
    int channelsIn, int channelsOut, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int outputPadding = 0)
{
    private readonly bool _isPossible = LayerGeometry.Require(channelsIn, channelsOut, kernel, stride, padding, dilation, groups) && LayerGeometry.RequireBelow(outputPadding, stride);

    /// <summary>The weights, shape [channelsIn, channelsOut / groups, kernel, kernel]; Glorot's uniform distribution at first.</summary>
    [Parameter("channelsIn", "channelsOut / groups", "kernel", "kernel")]
    public partial Tensor<float> Kernel { get; }

    /// <summary>What is added to each channel, shape [channelsOut]; zeros at first.</summary>
    [Parameter("channelsOut")]
    public partial Tensor<float> Bias { get; }

    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is compiled.</summary>
    /// <param name="x">Shape [n, channelsIn, height, width].</param>
    /// <returns>Shape [n, channelsOut, rows, columns], with (length - 1) stride - 2 padding + dilation (kernel - 1) + 1 + outputPadding of each.</returns>
    /// <exception cref="ArgumentException">The image would have no rows or columns.</exception>
    [Forward]
    public Tensor<float> Forward([Shape("n", "channelsIn", "height", "width")] Tensor<float> x)
        => Nn.ConvTranspose2d(x, Kernel, Bias, stride, padding, dilation, groups, outputPadding);
}
