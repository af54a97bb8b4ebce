using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

internal unsafe partial struct CorrelationJob<T>
{
    /// <summary>A convolution: each element of a filter is a tap of the one pass.</summary>
    internal static CorrelationJob<T> Forward(T* x, T* kernel, T* bias, T* y, in ConvShape shape)
    {
        nint farDown = shape.Dilation[0] * (shape.KernelHeight - 1), farAcross = shape.Dilation[1] * (shape.KernelWidth - 1);
        var job = new CorrelationJob<T>
        {
            source = x, destination = y, images = shape.Images, groups = shape.Groups,
            filters = shape.GroupFilters, height = shape.Rows, width = shape.Columns, down = 1, across = 1, rows = shape.Rows,
            block = new ConvSource<T>
            {
                Channels = shape.GroupChannels, Height = shape.Height, Width = shape.Width, PhasesDown = shape.Stride[0], PhasesAcross = shape.Stride[1],
                Above = shape.Padding[0], Before = shape.Padding[1], Pitch = shape.Columns + farAcross / shape.Stride[1],
            },
        };
        nint taps = shape.Taps;
        job.Reserve(1, taps, taps);
        job.passes[0] = new CorrelationPass { Taps = taps, Rows = shape.Rows, Columns = shape.Columns };
        job.Cut(farDown / shape.Stride[0], shape.Work<T>());
        nint* offset = job.offsets;
        for (nint c = 0; c < shape.GroupChannels; c++)
            for (nint k = 0; k < shape.KernelHeight; k++)
                for (nint l = 0; l < shape.KernelWidth; l++)
                    *offset++ = job.block.Offset(c, k * shape.Dilation[0], l * shape.Dilation[1]);
        for (nint g = 0; g < shape.Groups; g++)
            job.WriteWeights(in job.passes[0], g, kernel + g * shape.GroupFilters * taps, taps, 1, taps, bias);
        return job;
    }

    /// <summary>
    /// Its transpose. Row y of an image lies i strides below one of the first rows, r: y = i s + r, and meets element k of a filter in row
    /// i + (r + padding - k dilation) / s of the cotangent, where that is whole. So each pair of first rows and columns is a pass, whose taps
    /// are the elements of filters that it meets.
    /// </summary>
    internal static CorrelationJob<T> Input(T* y, T* kernel, T* bias, T* x, in ConvShape shape)
    {
        Grid down = new(shape.Height, shape.KernelHeight, shape.Stride[0], shape.Padding[0], shape.Dilation[0]);
        Grid across = new(shape.Width, shape.KernelWidth, shape.Stride[1], shape.Padding[1], shape.Dilation[1]);
        var job = new CorrelationJob<T>
        {
            source = y, destination = x, images = shape.Images, groups = shape.Groups,
            filters = shape.GroupChannels, height = shape.Height, width = shape.Width, down = down.Stride, across = across.Stride, rows = down.Places(0),
            block = new ConvSource<T>
            {
                Channels = shape.GroupFilters, Height = shape.Rows, Width = shape.Columns, PhasesDown = 1, PhasesAcross = 1,
                Above = down.Before, Before = across.Before, Pitch = across.Places(0) + across.Most,
            },
        };
        nint window = shape.KernelHeight * shape.KernelWidth;
        job.Reserve((int)(nint.Min(down.Stride, shape.Height) * nint.Min(across.Stride, shape.Width)), shape.GroupFilters * window, shape.GroupFilters * window);
        nint tap = 0;
        int p = 0;
        for (nint r = 0; r < nint.Min(down.Stride, shape.Height); r++)
            for (nint q = 0; q < nint.Min(across.Stride, shape.Width); q++, p++)
            {
                nint first = tap;
                for (nint k = 0; k < shape.KernelHeight; k++)
                    for (nint l = 0; l < shape.KernelWidth; l++)
                        tap += down.Meets(r, k) && across.Meets(q, l) ? shape.GroupFilters : 0;
                job.passes[p] = new CorrelationPass
                {
                    Taps = tap - first, FirstTap = first, FirstWeight = (first + p) * shape.GroupChannels,
                    Rows = down.Places(r), Columns = across.Places(q), Row = r, Column = q,
                };
            }
        job.Cut(down.Most, shape.Work<T>());
        // The packed kernels of a pass: a row for each tap, transposed to it below.
        for (p = 0; p < job.passCount; p++)
            job.WriteInput(in job.passes[p], kernel, bias, in down, in across, in shape);
        return job;
    }

    private readonly void WriteInput(in CorrelationPass pass, T* kernel, T* bias, in Grid down, in Grid across, in ConvShape shape)
    {
        nint* offset = offsets + pass.FirstTap;
        nint window = shape.KernelHeight * shape.KernelWidth, index = 0;
        for (nint g = 0; g < groups; g++)
            WriteWeights(in pass, g, null, 0, 0, 0, bias);
        for (nint o = 0; o < shape.GroupFilters; o++)
            for (nint k = 0; k < shape.KernelHeight; k++)
                for (nint l = 0; l < shape.KernelWidth; l++)
                {
                    if (!down.Meets(pass.Row, k) || !across.Meets(pass.Column, l))
                        continue;
                    offset[index] = block.Offset(o, down.Shift(pass.Row, k), across.Shift(pass.Column, l));
                    for (nint g = 0; g < groups; g++)
                        WriteTap(in pass, g, index, kernel + (g * shape.GroupFilters + o) * shape.Taps + k * shape.KernelWidth + l, window);
                    index++;
                }
    }

    // Memory of the calling thread for what all chunks read: passes, offsets and weights, of which each filter has one more, its bias.
    private void Reserve(int count, nint taps, nint weightsOfFilter)
    {
        passCount = count;
        groupWeights = (weightsOfFilter + count) * filters;
        nint bytes = count * sizeof(CorrelationPass) + taps * sizeof(nint) + groups * groupWeights * sizeof(T) + 64;
        Scratch scratch = Scratch.Current;
        byte* memory = scratch.ReserveA<byte>(bytes);
        scratch.PackedProduct = 0;
        passes = (CorrelationPass*)memory;
        offsets = (nint*)(passes + count);
        weights = (T*)(offsets + taps);
    }

    // The bias of each filter, and its weights at the distances given, in the order of the tiles.
    private readonly void WriteWeights(in CorrelationPass pass, nint group, T* kernel, nint filterStride, nint tapStride, nint taps, T* bias)
    {
        T* to = weights + group * groupWeights + pass.FirstWeight;
        nint tiles = ConvTiles<T>.Count(filters, ConvTiles<T>.MostRows);
        for (nint tile = 0, first = 0; tile < tiles; tile++)
        {
            int count = ConvTiles<T>.Rows(filters, tiles, tile);
            for (int i = 0; i < count; i++)
            {
                to[i] = bias == null ? T.Zero : bias[group * filters + first + i];
                T* from = kernel + (first + i) * filterStride;
                for (nint t = 0; t < taps; t++)
                    to[(1 + t) * count + i] = from[t * tapStride];
            }
            to += (1 + pass.Taps) * count;
            first += count;
        }
    }

    private readonly void WriteTap(in CorrelationPass pass, nint group, nint tap, T* from, nint filterStride)
    {
        T* to = weights + group * groupWeights + pass.FirstWeight;
        nint tiles = ConvTiles<T>.Count(filters, ConvTiles<T>.MostRows);
        for (nint tile = 0; tile < tiles; tile++)
        {
            int count = ConvTiles<T>.Rows(filters, tiles, tile);
            for (int i = 0; i < count; i++, from += filterStride)
                to[(1 + tap) * count + i] = *from;
            to += (1 + pass.Taps) * count;
        }
    }

    /// <summary>One axis of a transposed convolution.</summary>
    private readonly struct Grid
    {
        internal readonly nint Stride, Before, Most;
        private readonly nint length, padding, dilation;

        internal Grid(nint length, nint kernel, nint stride, nint padding, nint dilation)
        {
            (this.length, Stride, this.padding, this.dilation) = (length, stride, padding, dilation);
            nint least = 0, most = 0;
            for (nint r = 0; r < nint.Min(stride, length); r++)
                for (nint k = 0; k < kernel; k++)
                    if (Meets(r, k))
                        (least, most) = (nint.Min(least, Steps(r, k)), nint.Max(most, Steps(r, k)));
            Before = -least;
            Most = most - least;
        }

        /// <summary>The places that begin with <paramref name="first"/>.</summary>
        internal nint Places(nint first) => (length - first + Stride - 1) / Stride;

        internal bool Meets(nint first, nint k) => (first + padding - k * dilation) % Stride == 0;

        /// <summary>How far below the row of a place an element of a filter finds what it multiplies, with the zeros before it.</summary>
        internal nint Shift(nint first, nint k) => Steps(first, k) + Before;

        private nint Steps(nint first, nint k) => (first + padding - k * dilation) / Stride;
    }
}
