using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>
    /// Convolution over two axes, without turning the kernel: y[n, o, i, j] = sum over c, k, l of kernel[o, c, k, l] x[n, c, i stride +
    /// k dilation - padding, j stride + l dilation - padding], where x is zero outside and c goes over the channels of the group of o.
    /// </summary>
    /// <param name="x">Shape [n, channelsIn, height, width].</param>
    /// <param name="kernel">Shape [channelsOut, channelsIn / groups, kernelHeight, kernelWidth].</param>
    /// <param name="stride">How far the kernel moves, at least 1.</param>
    /// <param name="padding">The zeros on each side of the image.</param>
    /// <param name="dilation">How far apart the elements of the kernel are, at least 1.</param>
    /// <param name="groups">Into how many groups the channels are cut; as many as channels for a depthwise convolution.</param>
    /// <returns>Shape [n, channelsOut, rows, columns], with floor((length + 2 padding - dilation (kernel - 1) - 1) / stride) + 1 of each.</returns>
    /// <exception cref="ArgumentException">The kernel does not fit into the image, or the channels do not fit the kernel and the groups.</exception>
    public static Tensor<T> Conv2d<T>(Tensor<T> x, Tensor<T> kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
        where T : IFloatingPointIeee754<T>
        => Convolve(x, kernel, [], 4, nameof(Conv2d), stride, padding, dilation, groups);

    /// <summary>The same, and <paramref name="bias"/>, shape [channelsOut], added to each channel.</summary>
    /// <inheritdoc cref="Conv2d{T}(Tensor{T}, Tensor{T}, int, int, int, int)"/>
    public static Tensor<T> Conv2d<T>(Tensor<T> x, Tensor<T> kernel, Tensor<T> bias, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
        where T : IFloatingPointIeee754<T>
        => Convolve(x, kernel, BiasOf(bias, kernel), 4, nameof(Conv2d), stride, padding, dilation, groups);

    /// <summary>Convolution over one axis: [n, channelsIn, length] with a kernel [channelsOut, channelsIn / groups, kernelLength] to [n, channelsOut, places], else as over two.</summary>
    /// <inheritdoc cref="Conv2d{T}(Tensor{T}, Tensor{T}, int, int, int, int)"/>
    public static Tensor<T> Conv1d<T>(Tensor<T> x, Tensor<T> kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
        where T : IFloatingPointIeee754<T>
        => Convolve(x, kernel, [], 3, nameof(Conv1d), stride, padding, dilation, groups);

    /// <summary>The same, and <paramref name="bias"/>, shape [channelsOut], added to each channel.</summary>
    /// <inheritdoc cref="Conv2d{T}(Tensor{T}, Tensor{T}, int, int, int, int)"/>
    public static Tensor<T> Conv1d<T>(Tensor<T> x, Tensor<T> kernel, Tensor<T> bias, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
        where T : IFloatingPointIeee754<T>
        => Convolve(x, kernel, BiasOf(bias, kernel), 3, nameof(Conv1d), stride, padding, dilation, groups);

    private static Tensor<T> Convolve<T>(Tensor<T> x, Tensor<T> kernel, ReadOnlySpan<T> bias, int rank, string name, int stride, int padding, int dilation, int groups)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> image = Operand.Read(x), weights = Operand.Read(kernel);
        Windows.RequireRank(x, rank, nameof(x));
        Windows.RequireRank(kernel, rank, nameof(kernel));
        ShapeCheck.Groups(x.Lengths[1], kernel.Lengths[0], kernel.Lengths[1], groups, name);
        Window down = rank == 3 ? Window.None : new(x.Lengths[2], kernel.Lengths[2], stride, padding, dilation, name);
        Window across = new(x.Lengths[^1], kernel.Lengths[^1], stride, padding, dilation, name);
        int images = (int)x.Lengths[0], filters = (int)kernel.Lengths[0], channels = (int)kernel.Lengths[1];
        nint[] lengths = rank == 3 ? [images, filters, across.Places] : [images, filters, down.Places, across.Places];
        var values = new T[Axes.Count(lengths)];
        var sums = new double[down.Places * across.Places];
        for (int n = 0; n < images; n++)
            for (int o = 0; o < filters; o++)
            {
                Array.Fill(sums, bias.IsEmpty ? 0 : double.CreateTruncating(bias[o]));
                for (int c = 0; c < channels; c++)
                {
                    int channel = o / (filters / groups) * channels + c, plane = down.Length * across.Length;
                    AddProducts(image.Slice((n * channels * groups + channel) * plane, plane), weights.Slice((o * channels + c) * down.Size * across.Size, down.Size * across.Size), sums, down, across);
                }

                Windows.Round(sums, values.AsSpan((n * filters + o) * sums.Length, sums.Length));
            }

        return Operand.Result(values, lengths);
    }

    private static void AddProducts<T>(ReadOnlySpan<T> channel, ReadOnlySpan<T> weights, Span<double> sums, Window down, Window across)
        where T : IFloatingPointIeee754<T>
    {
        for (int k = 0; k < down.Size; k++)
            for (int l = 0; l < across.Size; l++)
            {
                double weight = double.CreateTruncating(weights[k * across.Size + l]);
                for (int i = 0; i < down.Places; i++)
                    for (int j = 0; j < across.Places; j++)
                        if (down.At(i, k) is >= 0 and var row && across.At(j, l) is >= 0 and var column)
                            sums[i * across.Places + j] += weight * double.CreateTruncating(channel[row * across.Length + column]);
            }
    }

    private static ReadOnlySpan<T> BiasOf<T>(Tensor<T> bias, Tensor<T> kernel, int filters = 0)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> values = Operand.Read(bias);
        ArgumentNullException.ThrowIfNull(kernel);
        nint expected = filters > 0 ? filters : kernel.Rank > 0 ? kernel.Lengths[0] : 0;
        return bias.Rank == 1 && values.Length == expected
            ? values
            : throw new ArgumentException($"bias must have lengths [{expected}], one number for each channel that comes out, but has lengths {Axes.Text(bias.Lengths)}.", nameof(bias));
    }
}
