using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>
    /// The largest element of each window of kernel x kernel elements of each channel. Of equal ones the first takes the gradient; what lies
    /// outside of the image does not count.
    /// </summary>
    /// <param name="x">Shape [n, channels, height, width].</param>
    /// <param name="kernel">The length of a window, at least 1.</param>
    /// <param name="stride">How far a window moves, at least 1.</param>
    /// <param name="padding">How far windows may begin outside of the image, at most half of <paramref name="kernel"/>.</param>
    /// <returns>Shape [n, channels, rows, columns], with floor((length + 2 padding - kernel) / stride) + 1 of each.</returns>
    /// <exception cref="ArgumentException">The window does not fit into the image.</exception>
    public static Tensor<T> MaxPool2d<T>(Tensor<T> x, int kernel, int stride, int padding = 0)
        where T : IFloatingPointIeee754<T>
        => Pool<T, WindowMaximum>(x, 4, kernel, stride, padding, nameof(MaxPool2d));

    /// <summary>The mean of each window of kernel x kernel elements of each channel; zeros outside of the image count.</summary>
    /// <inheritdoc cref="MaxPool2d{T}(Tensor{T}, int, int, int)"/>
    public static Tensor<T> AvgPool2d<T>(Tensor<T> x, int kernel, int stride, int padding = 0)
        where T : IFloatingPointIeee754<T>
        => Pool<T, WindowMean>(x, 4, kernel, stride, padding, nameof(AvgPool2d));

    /// <summary>The largest element of each window of <paramref name="kernel"/> elements: [n, channels, length] to [n, channels, places].</summary>
    /// <inheritdoc cref="MaxPool2d{T}(Tensor{T}, int, int, int)"/>
    public static Tensor<T> MaxPool1d<T>(Tensor<T> x, int kernel, int stride, int padding = 0)
        where T : IFloatingPointIeee754<T>
        => Pool<T, WindowMaximum>(x, 3, kernel, stride, padding, nameof(MaxPool1d));

    /// <summary>The mean of each window of <paramref name="kernel"/> elements, zeros outside included: [n, channels, length] to [n, channels, places].</summary>
    /// <inheritdoc cref="MaxPool2d{T}(Tensor{T}, int, int, int)"/>
    public static Tensor<T> AvgPool1d<T>(Tensor<T> x, int kernel, int stride, int padding = 0)
        where T : IFloatingPointIeee754<T>
        => Pool<T, WindowMean>(x, 3, kernel, stride, padding, nameof(AvgPool1d));

    private static Tensor<T> Pool<T, TPool>(Tensor<T> x, int rank, int kernel, int stride, int padding, string name)
        where T : IFloatingPointIeee754<T>
        where TPool : IPool
    {
        ReadOnlySpan<T> image = Operand.Read(x);
        Windows.RequireRank(x, rank, nameof(x));
        Window down = rank == 3 ? Window.None : new(x.Lengths[2], kernel, stride, padding, 1, name, isPool: true);
        Window across = new(x.Lengths[^1], kernel, stride, padding, 1, name, isPool: true);
        nint[] lengths = rank == 3 ? [x.Lengths[0], x.Lengths[1], across.Places] : [x.Lengths[0], x.Lengths[1], down.Places, across.Places];
        var values = new T[Axes.Count(lengths)];
        int plane = down.Length * across.Length, places = down.Places * across.Places;
        for (int at = 0; at < values.Length; at++)
        {
            ReadOnlySpan<T> channel = image.Slice(at / places * plane, plane);
            double value = TPool.Start;
            for (int k = 0; k < down.Size; k++)
                for (int l = 0; l < across.Size; l++)
                    if (down.At(at % places / across.Places, k) is >= 0 and var row && across.At(at % across.Places, l) is >= 0 and var column)
                        value = TPool.Add(value, double.CreateTruncating(channel[row * across.Length + column]));
            values[at] = T.CreateTruncating(TPool.End(value, down.Size * across.Size));
        }

        return Operand.Result(values, lengths);
    }

    private interface IPool
    {
        static abstract double Start { get; }

        static abstract double Add(double value, double element);

        static abstract double End(double value, int elements);
    }

    private readonly struct WindowMaximum : IPool
    {
        public static double Start => double.NegativeInfinity;

        public static double Add(double value, double element) => Math.Max(value, element);

        public static double End(double value, int elements) => value;
    }

    private readonly struct WindowMean : IPool
    {
        public static double Start => 0;

        public static double Add(double value, double element) => value + element;

        public static double End(double value, int elements) => value / elements;
    }
}
