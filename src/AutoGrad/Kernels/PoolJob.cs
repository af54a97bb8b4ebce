using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>A pool over the channels of images: the window, and how it passes over a channel.</summary>
internal unsafe partial struct PoolJob<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* x, y;
    private readonly nint height, width, rows, columns;
    private readonly nint windowHeight, windowWidth, down, across, above, before;

    internal PoolJob(T* x, T* y, ReadOnlySpan<nint> image, ReadOnlySpan<nint> window, ReadOnlySpan<nint> stride, ReadOnlySpan<nint> padding)
    {
        this.x = x;
        this.y = y;
        Planes = image[0] * image[1];
        (height, width) = (image[2], image[3]);
        (windowHeight, windowWidth) = (window[0], window[1]);
        (down, across, above, before) = (stride[0], stride[1], padding[0], padding[1]);
        rows = (height + 2 * above - windowHeight) / down + 1;
        columns = (width + 2 * before - windowWidth) / across + 1;
    }

    internal readonly nint Planes { get; }

    internal readonly nint ImageElements => height * width;

    /// <summary>Where the places of largest elements go, or null.</summary>
    internal int* Places { get; init; }

    internal readonly void Max(nint plane)
    {
        T* from = x + plane * height * width, to = y + plane * rows * columns;
        int* places = Places == null ? null : Places + plane * rows * columns;
        // The places of windows that lie within the image from left to right.
        nint first = nint.Min(columns, (before + across - 1) / across), end = nint.Max(first, nint.Min(columns, (width + before - windowWidth) / across + 1));
        for (nint i = 0; i < rows; i++)
        {
            nint top = nint.Max(0, i * down - above), bottom = nint.Min(height, i * down - above + windowHeight);
            nint done = first;
            for (nint j = 0; j < first; j++)
                MaxOf(from, top, bottom, i, j, to, places);
            if (typeof(T) == typeof(float))
                done = MaxVectors((float*)from, top, bottom, first, end, (float*)to + i * columns, places == null ? null : places + i * columns);
            for (nint j = done; j < columns; j++)
                MaxOf(from, top, bottom, i, j, to, places);
        }
    }

    private readonly void MaxOf(T* from, nint top, nint bottom, nint i, nint j, T* to, int* places)
    {
        nint left = nint.Max(0, j * across - before), right = nint.Min(width, j * across - before + windowWidth), place = top * width + left;
        T largest = from[place];
        for (nint k = top; k < bottom; k++)
            for (nint l = left; l < right; l++)
            {
                T element = from[k * width + l];
                if (element > largest || (T.IsNaN(element) && !T.IsNaN(largest)))
                    (largest, place) = (element, k * width + l);
            }
        to[i * columns + j] = largest;
        if (places != null)
            places[i * columns + j] = (int)place;
    }

    internal readonly void Average(nint plane)
    {
        T* from = x + plane * height * width, to = y + plane * rows * columns;
        T share = T.One / T.CreateTruncating(windowHeight * windowWidth);
        for (nint i = 0; i < rows; i++)
        {
            nint top = nint.Max(0, i * down - above), bottom = nint.Min(height, i * down - above + windowHeight);
            for (nint j = 0; j < columns; j++)
            {
                nint left = nint.Max(0, j * across - before), right = nint.Min(width, j * across - before + windowWidth);
                T sum = T.Zero;
                for (nint k = top; k < bottom; k++)
                    for (nint l = left; l < right; l++)
                        sum += from[k * width + l];
                *to++ = sum * share;
            }
        }
    }

    internal readonly void AverageGradient(nint plane)
    {
        T* to = x + plane * height * width, from = y + plane * rows * columns;
        T share = T.One / T.CreateTruncating(windowHeight * windowWidth);
        new Span<T>(to, checked((int)(height * width))).Clear();
        for (nint i = 0; i < rows; i++)
        {
            nint top = nint.Max(0, i * down - above), bottom = nint.Min(height, i * down - above + windowHeight);
            for (nint j = 0; j < columns; j++)
            {
                nint left = nint.Max(0, j * across - before), right = nint.Min(width, j * across - before + windowWidth);
                T part = *from++ * share;
                for (nint k = top; k < bottom; k++)
                    for (nint l = left; l < right; l++)
                        to[k * width + l] += part;
            }
        }
    }
}
