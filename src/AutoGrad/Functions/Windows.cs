using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>A window that passes over one axis.</summary>
internal readonly struct Window
{
    private readonly int _stride, _padding, _dilation;

    /// <summary>Checks that it can.</summary>
    public Window(nint length, nint size, int stride, int padding, int dilation, string name, bool isPool = false)
    {
        ShapeCheck.Window(length, size, stride, padding, dilation, isPool, name);
        (Length, Size, _stride, _padding, _dilation) = ((int)length, (int)size, stride, padding, dilation);
        Places = (Length + (2 * padding) - (dilation * (Size - 1)) - 1) / stride + 1;
    }

    /// <summary>A window of one element over an axis of one: the axis that a function of one axis does not have.</summary>
    public static Window None => new(1, 1, 1, 0, 1, "");

    /// <summary>The length of the axis, of the window, and the number of its places.</summary>
    public int Length { get; }

    /// <inheritdoc cref="Length"/>
    public int Size { get; }

    /// <inheritdoc cref="Length"/>
    public int Places { get; }

    /// <summary>What an element of the window meets at a place; negative where that is outside.</summary>
    public int At(int place, int element) => place * _stride + element * _dilation - _padding is >= 0 and var at && at < Length ? at : -1;
}

/// <summary>What functions with windows share.</summary>
internal static class Windows
{
    public static void RequireRank<T>(Tensor<T> x, int rank, string name)
    {
        if (x.Rank != rank)
            throw new ArgumentException(FormattableString.Invariant($"{name} must have rank {rank} but has lengths {Axes.Text(x.Lengths)}."), name);
    }

    public static void Round<T>(ReadOnlySpan<double> from, Span<T> to)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = T.CreateTruncating(from[i]);
    }
}
