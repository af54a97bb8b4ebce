using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>
    /// The transpose of a convolution over two axes: each element of x adds a copy of its kernels, scaled by it, to a larger image. A convolution
    /// with the same kernel and geometry takes that image's shape to the shape of x.
    /// </summary>
    /// <param name="x">Shape [n, channelsIn, height, width].</param>
    /// <param name="kernel">Shape [channelsIn, channelsOut / groups, kernelHeight, kernelWidth].</param>
    /// <param name="stride">How far apart the copies are, at least 1.</param>
    /// <param name="padding">What is cut off on each side of the image.</param>
    /// <param name="dilation">How far apart the elements of the kernel are, at least 1.</param>
    /// <param name="groups">Into how many groups the channels are cut.</param>
    /// <param name="outputPadding">How many rows and columns more the image has at its end, below the stride.</param>
    /// <returns>Shape [n, channelsOut, rows, columns], with (length - 1) stride - 2 padding + dilation (kernel - 1) + 1 + outputPadding of each.</returns>
    /// <exception cref="ArgumentException">The image would have no rows or columns, or the channels do not fit the kernel and the groups.</exception>
    public static Tensor<T> ConvTranspose2d<T>(Tensor<T> x, Tensor<T> kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int outputPadding = 0)
        where T : IFloatingPointIeee754<T>
        => ConvolveTransposed(x, kernel, [], stride, padding, dilation, groups, outputPadding);

    /// <summary>The same, and <paramref name="bias"/>, shape [channelsOut], added to each channel.</summary>
    /// <inheritdoc cref="ConvTranspose2d{T}(Tensor{T}, Tensor{T}, int, int, int, int, int)"/>
    public static Tensor<T> ConvTranspose2d<T>(Tensor<T> x, Tensor<T> kernel, Tensor<T> bias, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, int outputPadding = 0)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(kernel);
        return ConvolveTransposed(x, kernel, BiasOf(bias, kernel, kernel.Rank > 1 ? (int)kernel.Lengths[1] * groups : 0), stride, padding, dilation, groups, outputPadding);
    }

    private static Tensor<T> ConvolveTransposed<T>(Tensor<T> x, Tensor<T> kernel, ReadOnlySpan<T> bias, int stride, int padding, int dilation, int groups, int outputPadding)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> image = Operand.Read(x), weights = Operand.Read(kernel);
        Windows.RequireRank(x, 4, nameof(x));
        Windows.RequireRank(kernel, 4, nameof(kernel));
        if (x.Lengths[1] != kernel.Lengths[0])
            throw new ArgumentException($"kernel with lengths {Axes.Text(kernel.Lengths)} takes {kernel.Lengths[0]} channels, but x has lengths {Axes.Text(x.Lengths)}.", nameof(kernel));
        if (outputPadding < 0 || outputPadding >= stride)
            throw new ArgumentOutOfRangeException(nameof(outputPadding), outputPadding, "outputPadding must be at least 0 and below the stride.");
        int images = (int)x.Lengths[0], filters = (int)kernel.Lengths[0], channels = (int)kernel.Lengths[1];
        ShapeCheck.Groups(channels * groups, filters, channels, groups, nameof(ConvTranspose2d));
        nint Length(int axis) => (x.Lengths[axis] - 1) * stride - 2 * padding + dilation * (kernel.Lengths[axis] - 1) + 1 + outputPadding;
        Window down = new(Length(2), kernel.Lengths[2], stride, padding, dilation, nameof(ConvTranspose2d)), across = new(Length(3), kernel.Lengths[3], stride, padding, dilation, nameof(ConvTranspose2d));
        nint[] lengths = [images, channels * groups, down.Length, across.Length];
        var values = new T[Axes.Count(lengths)];
        var sums = new double[down.Length * across.Length];
        int places = down.Places * across.Places, window = down.Size * across.Size;
        for (int n = 0; n < images; n++)
            for (int c = 0; c < channels * groups; c++)
            {
                Array.Fill(sums, bias.IsEmpty ? 0 : double.CreateTruncating(bias[c]));
                for (int o = c / channels * (filters / groups); o < (c / channels + 1) * (filters / groups); o++)
                    AddCopies(image.Slice((n * filters + o) * places, places), weights.Slice((o * channels + c % channels) * window, window), sums, down, across);
                Windows.Round(sums, values.AsSpan((n * channels * groups + c) * sums.Length, sums.Length));
            }

        return Operand.Result(values, lengths);
    }

    private static void AddCopies<T>(ReadOnlySpan<T> places, ReadOnlySpan<T> weights, Span<double> sums, Window down, Window across)
        where T : IFloatingPointIeee754<T>
    {
        for (int k = 0; k < down.Size; k++)
            for (int l = 0; l < across.Size; l++)
            {
                double weight = double.CreateTruncating(weights[k * across.Size + l]);
                for (int i = 0; i < down.Places; i++)
                    for (int j = 0; j < across.Places; j++)
                        if (down.At(i, k) is >= 0 and var row && across.At(j, l) is >= 0 and var column)
                            sums[row * across.Length + column] += weight * double.CreateTruncating(places[i * across.Places + j]);
            }
    }
}
