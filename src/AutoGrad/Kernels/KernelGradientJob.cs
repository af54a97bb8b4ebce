using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// The gradient of filters: sum over images and places of a channel of the cotangent times a shifted channel of the image. A pass packs some
/// pieces (images, or blocks of rows of them) and takes all dot products over them. Each chunk has sums of its own, added in order at the end.
/// </summary>
internal unsafe struct KernelGradientJob<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The elements that are packed at a time, about: what fits in a usual second-level cache.</summary>
    private const nint PassElements = 48 << 10;

    /// <summary>The sums of all chunks.</summary>
    private const nint MostSums = 2 << 20;

    private const nint MostChunks = 16;

    private T* cotangent, source, sums;
    private ConvSource<T> block;
    private nint images, groups, filters, rows, columns, taps, blockRows, blocks, rowVectors, passPieces, chunks;
    private readonly long number = Interlocked.Increment(ref GemmCount.Convolutions);
    private nint* offsets;

    internal readonly int Chunks => (int)chunks;

    /// <summary>The sums of each chunk: one for each element of the filters.</summary>
    internal readonly T* Sums => sums;

    internal KernelGradientJob(T* y, T* x, in ConvShape shape)
    {
        cotangent = y;
        source = x;
        (images, groups, filters, rows, columns, taps) = (shape.Images, shape.Groups, shape.GroupFilters, shape.Rows, shape.Columns, shape.Taps);
        nint farDown = shape.Dilation[0] * (shape.KernelHeight - 1) / shape.Stride[0], farAcross = shape.Dilation[1] * (shape.KernelWidth - 1) / shape.Stride[1];
        block = new ConvSource<T>
        {
            Channels = shape.GroupChannels, Height = shape.Height, Width = shape.Width, PhasesDown = shape.Stride[0], PhasesAcross = shape.Stride[1],
            Above = shape.Padding[0], Before = shape.Padding[1], Pitch = columns + farAcross,
        };
        rowVectors = (columns + ConvTiles<T>.Width - 1) / ConvTiles<T>.Width;
        nint row = (block.Channels * block.PhasesDown * block.PhasesAcross * block.Pitch + filters * rowVectors * ConvTiles<T>.Width) * sizeof(T) / sizeof(float);
        blockRows = nint.Min(rows, nint.Max(4, PassElements / nint.Max(1, row) - farDown));
        blocks = (rows + blockRows - 1) / blockRows;
        block.Rows = blockRows + farDown;
        nint pieces = images * blocks, all = groups * filters * taps;
        passPieces = nint.Clamp(PassElements / nint.Max(1, row * block.Rows), 1, pieces);
        chunks = nint.Clamp(shape.Work<T>() / GemmJob<T>.LeastParallel, 1, nint.Min(MostChunks, pieces));
        chunks = nint.Clamp(MostSums / nint.Max(1, all), 1, chunks);

        Scratch scratch = Scratch.Current;
        offsets = (nint*)scratch.ReserveA<byte>(taps * sizeof(nint) + chunks * all * sizeof(T) + 64);
        scratch.PackedProduct = 0;
        sums = (T*)(offsets + taps);
        nint* offset = offsets;
        for (nint c = 0; c < shape.GroupChannels; c++)
            for (nint k = 0; k < shape.KernelHeight; k++)
                for (nint l = 0; l < shape.KernelWidth; l++)
                    *offset++ = block.Offset(c, k * shape.Dilation[0], l * shape.Dilation[1]);
    }

    /// <summary>Computes the sums of one chunk's pieces.</summary>
    internal readonly void RunChunk(int chunk)
    {
        nint all = groups * filters * taps, pieces = images * blocks;
        T* own = sums + chunk * all;
        new Span<T>(own, checked((int)all)).Clear();
        int lanes = ConvTiles<T>.Width;
        nint imageElements = block.Count, pieceVectors = blockRows * rowVectors, channel = passPieces * pieceVectors * lanes;
        nint count = (passPieces * imageElements + lanes + 15) / 16 * 16 + filters * channel;
        // What is beside a row is multiplied by zeros of the cotangent, and must be a number.
        T* packed = Scratch.Current.ReserveCleared<T>(count, passPieces * pieceVectors * sizeof(nint) + 64, number), y = packed + (passPieces * imageElements + lanes + 15) / 16 * 16;
        nint* places = (nint*)(packed + count);
        for (nint p = 0; p < passPieces; p++)
            for (nint i = 0; i < blockRows; i++)
                for (nint v = 0; v < rowVectors; v++)
                    places[(p * blockRows + i) * rowVectors + v] = (p * imageElements + i * block.Pitch + v * lanes) * sizeof(T);

        nint begin = chunk * pieces / chunks, end = (chunk + 1) * pieces / chunks;
        for (nint first = begin; first < end; first += passPieces)
        {
            nint here = nint.Min(passPieces, end - first);
            for (nint g = 0; g < groups; g++)
            {
                for (nint p = 0; p < here; p++)
                    Pack(first + p, g, packed + p * imageElements, y + p * pieceVectors * lanes, channel);
                RunPass(packed, y, channel, places, here * pieceVectors, own + g * filters * taps);
            }
        }
    }

    private readonly void Pack(nint piece, nint group, T* packed, T* y, nint channel)
    {
        (nint image, nint rowBlock) = Math.DivRem(piece, blocks);
        nint row = rowBlock * blockRows, here = nint.Min(blockRows, rows - row), stride = rowVectors * ConvTiles<T>.Width;
        block.Copy(source + (image * groups + group) * block.Channels * block.Height * block.Width, row, packed);
        T* from = cotangent + ((image * groups + group) * filters * rows + row) * columns;
        for (nint f = 0; f < filters; f++, from += rows * columns, y += channel)
        {
            for (nint i = 0; i < here; i++)
                ConvRow.Copy(from + i * columns, y + i * stride, columns);
            if (here < blockRows)
                new Span<T>(y + here * stride, (int)((blockRows - here) * stride)).Clear();
        }
    }

    private readonly void RunPass(T* packed, T* y, nint channel, nint* places, nint vectors, T* own)
    {
        nint rowTiles = ConvTiles<T>.Count(filters, ConvTiles<T>.MostRows), tapTiles = ConvTiles<T>.Count(taps, ConvTiles<T>.MostVectors);
        (nint low, nint tall) = Math.DivRem(taps, tapTiles);
        for (nint r = 0; r < rowTiles; r++)
        {
            int height = ConvTiles<T>.Rows(filters, rowTiles, r);
            var lowTile = ConvTiles<T>.Dot(height, (int)low);
            var tallTile = tall > 0 ? ConvTiles<T>.Dot(height, (int)low + 1) : lowTile;
            nint tap = 0;
            for (nint t = 0; t < tapTiles; t++)
            {
                int columnsOfTile = (int)low + (t < tall ? 1 : 0);
                (t < tall ? tallTile : lowTile)(y, channel * sizeof(T), packed, places, vectors, offsets + tap, own + tap, taps);
                tap += columnsOfTile;
            }
            y += height * channel;
            own += height * taps;
        }
    }
}
