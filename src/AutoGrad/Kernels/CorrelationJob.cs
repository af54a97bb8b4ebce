using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// Computes, for each image and block of rows, bias[f] + sum over taps of weight[f, tap] times the source at the tap's offset from a place:
/// a convolution, or its transpose. The packed block stays in cache while all filters pass over it. The cuts depend on the shape alone.
/// </summary>
internal unsafe partial struct CorrelationJob<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The elements that a packed block may have, about: half of a usual second-level cache.</summary>
    private const nint BlockElements = 64 << 10;

    /// <summary>The multiplications of one chunk, at least.</summary>
    private const nint ChunkWork = 256 << 10;

    private T* source, destination, weights;
    private ConvSource<T> block;
    private nint images, groups, groupWeights;

    /// <summary>The filters of a group, and the channels of the result: its height and width, and the distances between places in it.</summary>
    private nint filters, height, width, down, across;

    private nint rows, blockRows, blocks, chunkImages, vectors;
    private CorrelationPass* passes;
    private int passCount;
    private long number;
    private nint* offsets;

    /// <summary>The pieces that may run at the same time.</summary>
    internal readonly int Chunks => (int)(blocks * ((images + chunkImages - 1) / chunkImages));

    // Cuts places into blocks of rows, small ones where there are few images.
    private void Cut(nint mostDown, nint work)
    {
        nint row = block.Channels * block.PhasesDown * block.PhasesAcross * block.Pitch * sizeof(T) / sizeof(float);
        blockRows = nint.Min(rows, nint.Max(4, BlockElements / nint.Max(1, row) - mostDown));
        if (work >= GemmJob<T>.LeastParallel)
            blockRows = nint.Min(blockRows, nint.Max(4, (rows * images + 7) / 8));
        blocks = (rows + blockRows - 1) / blockRows;
        chunkImages = blocks > 1 ? 1 : nint.Clamp(ChunkWork / nint.Max(1, work / images), 1, images);
        block.Rows = blockRows + mostDown;
        number = Interlocked.Increment(ref GemmCount.Convolutions);
        vectors = 0;
        for (int p = 0; p < passCount; p++)
            vectors += blockRows * ((passes[p].Columns + ConvTiles<T>.Width - 1) / ConvTiles<T>.Width);
    }

    /// <summary>Computes one chunk: a block of rows of some images.</summary>
    internal readonly void RunChunk(int chunk)
    {
        (nint part, nint rowBlock) = Math.DivRem((nint)chunk, blocks);
        nint count = block.Count + ConvTiles<T>.Width;
        T* packed = Scratch.Current.ReserveCleared<T>(count, vectors * sizeof(PlaceVector) + passCount * sizeof(CorrelationPass) + 64, number);
        PlaceVector* places = (PlaceVector*)(packed + (count + 7) / 8 * 8);
        CorrelationPass* here = (CorrelationPass*)(places + vectors);
        nint first = 0;
        for (int p = 0; p < passCount; p++)
        {
            here[p] = passes[p];
            here[p].FirstVector = first;
            here[p].Vectors = Places(passes[p], rowBlock * blockRows, places + first);
            first += here[p].Vectors;
        }

        nint sourceGroup = block.Channels * block.Height * block.Width, group = filters * height * width;
        for (nint image = part * chunkImages; image < nint.Min(images, (part + 1) * chunkImages); image++)
            for (nint g = 0; g < groups; g++)
            {
                block.Copy(source + (image * groups + g) * sourceGroup, rowBlock * blockRows, packed);
                for (int p = 0; p < passCount; p++)
                    RunPass(in here[p], (byte*)packed, places, weights + g * groupWeights, destination + (image * groups + g) * group);
            }
    }

    // The vectors of a block of rows, row after row. What a row's last one has too much is overwritten by the next row, in the same block.
    private readonly nint Places(in CorrelationPass pass, nint row, PlaceVector* places)
    {
        int lanes = ConvTiles<T>.Width;
        nint count = 0, rowsHere = nint.Min(blockRows, pass.Rows - row), end = across == 1 && down == 1 ? (row + rowsHere) * width : 0;
        for (nint i = 0; i < rowsHere; i++)
            for (nint j = 0; j < pass.Columns; j += lanes)
            {
                nint destination = (pass.Row + (row + i) * down) * width + pass.Column + j * across;
                places[count++] = new PlaceVector
                {
                    Source = (i * block.Pitch + j) * sizeof(T),
                    Destination = destination,
                    Count = destination + lanes <= end ? lanes : (int)nint.Min(lanes, pass.Columns - j),
                };
            }
        return count;
    }

    [SkipLocalsInit]
    private readonly void RunPass(in CorrelationPass pass, byte* packed, PlaceVector* places, T* weight, T* result)
    {
        byte* raw = stackalloc byte[ConvTiles<T>.MostRows * ConvTiles<T>.MostVectors * 64 + 63];
        T* tile = (T*)(((nint)raw + 63) & ~63);
        weight += pass.FirstWeight;
        int lanes = ConvTiles<T>.Width;
        nint plane = this.height * width;
        nint* taps = offsets + pass.FirstTap;
        nint rowTiles = ConvTiles<T>.Count(filters, ConvTiles<T>.MostRows), vectorTiles = ConvTiles<T>.Count(pass.Vectors, ConvTiles<T>.MostVectors);
        if (vectorTiles == 0)
            return;
        (nint low, nint tall) = Math.DivRem(pass.Vectors, vectorTiles);
        for (nint r = 0; r < rowTiles; r++)
        {
            int height = ConvTiles<T>.Rows(filters, rowTiles, r);
            var lowTile = ConvTiles<T>.Tile(height, (int)low);
            var tallTile = tall > 0 ? ConvTiles<T>.Tile(height, (int)low + 1) : lowTile;
            PlaceVector* place = places + pass.FirstVector;
            for (nint v = 0; v < vectorTiles; v++)
            {
                int columns = (int)low + (v < tall ? 1 : 0);
                T* x0 = (T*)(packed + place[0].Source), x1 = columns > 1 ? (T*)(packed + place[1].Source) : x0, x2 = columns > 2 ? (T*)(packed + place[2].Source) : x0;
                bool isWhole = across == 1 && place[0].Count + place[columns - 1].Count + place[columns / 2].Count == 3 * lanes;
                T* y0 = isWhole ? result + place[0].Destination : tile;
                T* y1 = isWhole && columns > 1 ? result + place[1].Destination : tile + lanes, y2 = isWhole && columns > 2 ? result + place[2].Destination : tile + 2 * lanes;
                (v < tall ? tallTile : lowTile)(weight, taps, pass.Taps, x0, x1, x2, y0, y1, y2, isWhole ? plane : columns * lanes);
                if (!isWhole)
                    Store(tile, place, height, columns, result);
                place += columns;
            }
            weight += (pass.Taps + 1) * height;
            result += height * plane;
        }
    }

    private readonly void Store(T* tile, PlaceVector* places, int tileHeight, int columns, T* result)
    {
        int lanes = ConvTiles<T>.Width;
        for (int i = 0; i < tileHeight; i++, result += height * width)
            for (int v = 0; v < columns; v++, tile += lanes)
            {
                T* to = result + places[v].Destination;
                int count = places[v].Count;
                if (across != 1)
                    for (int j = 0; j < count; j++)
                        to[j * across] = tile[j];
                else if (Vector512.IsHardwareAccelerated)
                    Lanes.Store512(Vector512.Load(tile), ref *to, 0, count);
                else
                    Lanes.Store256(Vector256.Load(tile), ref *to, 0, count);
            }
    }
}
