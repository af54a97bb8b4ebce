using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>
/// Convolution over one axis: [n, channelsIn, length] to [n, channelsOut, places]. See
/// <see cref="Nn.Conv1d{T}(Tensor{T}, Tensor{T}, Tensor{T}, int, int, int, int)"/> for the formula.
/// </summary>
/// <param name="channelsIn">How many channels come in.</param>
/// <param name="channelsOut">How many channels come out.</param>
/// <param name="kernel">The length of the kernel.</param>
/// <param name="stride">How far the kernel moves.</param>
/// <param name="padding">The zeros on each side.</param>
/// <param name="dilation">How far apart the elements of the kernel are.</param>
/// <param name="groups">Into how many groups the channels are cut; as many as channels for a depthwise convolution.</param>
/// <exception cref="ArgumentException">A length or a number of channels is below 1, the padding is below 0, or the groups do not divide the channels.</exception>
[Model]
public sealed partial class Conv1d(int channelsIn, int channelsOut, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
{
    private readonly bool _isPossible = LayerGeometry.Require(channelsIn, channelsOut, kernel, stride, padding, dilation, groups);

    /// <summary>The weights, shape [channelsOut, channelsIn / groups, kernel]; Glorot's uniform distribution at first.</summary>
    [Parameter("channelsOut", "channelsIn / groups", "kernel")]
    public partial Tensor<float> Kernel { get; }

    /// <summary>What is added to each channel, shape [channelsOut]; zeros at first.</summary>
    [Parameter("channelsOut")]
    public partial Tensor<float> Bias { get; }

    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is compiled.</summary>
    /// <param name="x">Shape [n, channelsIn, length].</param>
    /// <returns>Shape [n, channelsOut, places]: floor((length + 2 padding - dilation (kernel - 1) - 1) / stride) + 1 of them.</returns>
    /// <exception cref="ArgumentException">The kernel does not fit into the image.</exception>
    [Forward]
    public Tensor<float> Forward([Shape("n", "channelsIn", "length")] Tensor<float> x)
        => Nn.Conv1d(x, Kernel, Bias, stride, padding, dilation, groups);
}
