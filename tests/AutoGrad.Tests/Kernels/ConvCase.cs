using System.Numerics;

namespace AutoGrad.Tests.Kernels;

/// <summary>The geometry of a convolution, and its three products by their one definition, in double.</summary>
internal sealed record ConvCase(nint[] Image, nint[] Window, nint[] Stride, nint[] Padding, nint[] Dilation, nint Groups)
{
    internal nint Rows => (Image[2] + 2 * Padding[0] - Dilation[0] * (Window[2] - 1) - 1) / Stride[0] + 1;

    internal nint Columns => (Image[3] + 2 * Padding[1] - Dilation[1] * (Window[3] - 1) - 1) / Stride[1] + 1;

    internal nint ImageCount => Image[0] * Image[1] * Image[2] * Image[3];

    internal nint KernelCount => Window[0] * Window[1] * Window[2] * Window[3];

    internal nint ResultCount => Image[0] * Window[0] * Rows * Columns;

    internal static ConvCase Square(int images, int channels, int size, int filters, int kernel, int stride = 1, int padding = 0, int dilation = 1, int groups = 1)
        => new([images, channels, size, size + 1], [filters, channels / groups, kernel, kernel], [stride, stride], [padding, padding], [dilation, dilation], groups);

    internal double[] Forward<T>(T[] x, T[] kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Sum(ResultCount, (y, image, weight) => (y, Double(x[image]) * Double(kernel[weight])));

    internal double[] Input<T>(T[] y, T[] kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Sum(ImageCount, (result, image, weight) => (image, Double(y[result]) * Double(kernel[weight])));

    internal double[] Kernel<T>(T[] y, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
        => Sum(KernelCount, (result, image, weight) => (weight, Double(y[result]) * Double(x[image])));

    // Every triple of elements that a convolution brings together.
    private double[] Sum(nint count, Func<nint, nint, nint, (nint At, double Product)> product)
    {
        var sums = new double[count];
        nint filtersOfGroup = Window[0] / Groups;
        for (nint n = 0; n < Image[0]; n++)
            for (nint f = 0; f < Window[0]; f++)
                for (nint c = 0; c < Window[1]; c++)
                    for (nint k = 0; k < Window[2]; k++)
                        for (nint l = 0; l < Window[3]; l++)
                            for (nint i = 0; i < Rows; i++)
                                for (nint j = 0; j < Columns; j++)
                                {
                                    nint row = i * Stride[0] + k * Dilation[0] - Padding[0], column = j * Stride[1] + l * Dilation[1] - Padding[1];
                                    if (row < 0 || row >= Image[2] || column < 0 || column >= Image[3])
                                        continue;
                                    nint channel = f / filtersOfGroup * Window[1] + c;
                                    (nint at, double term) = product(
                                        ((n * Window[0] + f) * Rows + i) * Columns + j,
                                        ((n * Image[1] + channel) * Image[2] + row) * Image[3] + column,
                                        ((f * Window[1] + c) * Window[2] + k) * Window[3] + l);
                                    sums[at] += term;
                                }
        return sums;
    }

    private static double Double<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T>
        => double.CreateChecked(value);

    public override string ToString()
        => $"[{string.Join(", ", Image)}] by [{string.Join(", ", Window)}], stride [{string.Join(", ", Stride)}], padding [{string.Join(", ", Padding)}], dilation [{string.Join(", ", Dilation)}], {Groups} groups";
}
