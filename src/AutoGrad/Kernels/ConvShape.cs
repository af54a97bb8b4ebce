namespace AutoGrad.Kernels;

/// <summary>The lengths of one convolution: images, kernels, and how one passes over the other.</summary>
internal readonly ref struct ConvShape
{
    internal readonly nint Images, Channels, Height, Width;
    internal readonly nint Filters, KernelHeight, KernelWidth;
    internal readonly nint Groups;
    internal readonly ReadOnlySpan<nint> Stride, Padding, Dilation;

    internal ConvShape(
        ReadOnlySpan<nint> image, ReadOnlySpan<nint> kernel, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding, ReadOnlySpan<nint> dilation, nint groups)
    {
        (Images, Channels, Height, Width) = (image[0], image[1], image[2], image[3]);
        (Filters, KernelHeight, KernelWidth) = (kernel[0], kernel[2], kernel[3]);
        Stride = stride;
        Padding = padding;
        Dilation = dilation;
        Groups = groups;
    }

    /// <summary>The places of the kernel, from top to bottom.</summary>
    internal nint Rows => Places(Height, KernelHeight, 0);

    /// <summary>The places of the kernel, from left to right.</summary>
    internal nint Columns => Places(Width, KernelWidth, 1);

    internal nint GroupChannels => Channels / Groups;

    internal nint GroupFilters => Filters / Groups;

    /// <summary>The elements of a kernel that one element of a result takes.</summary>
    internal nint Taps => GroupChannels * KernelHeight * KernelWidth;

    /// <summary>Multiplications, all in all, in units of float's.</summary>
    internal unsafe nint Work<T>()
        where T : unmanaged
        => Images * Filters * Rows * Columns * Taps * sizeof(T) / sizeof(float);

    private nint Places(nint length, nint kernel, int axis)
        => (length + 2 * Padding[axis] - Dilation[axis] * (kernel - 1) - 1) / Stride[axis] + 1;
}
