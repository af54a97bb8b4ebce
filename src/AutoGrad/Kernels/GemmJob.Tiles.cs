using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

internal unsafe partial struct GemmJob<T>
{
    private const int LargestTile = 24 * 64;

    /// <summary>Smaller results stay in the second-level cache.</summary>
    private const nint LeastPrefetched = 256 << 10;

    /// <summary>Computes rows [row, rowEnd) of columns [column, columnEnd): block after block, panel after panel, tile after tile.</summary>
    [SkipLocalsInit]
    private readonly void RunTiles<TEpilogue>(nint row, nint rowEnd, nint column, nint columnEnd, ref TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
    {
        byte* raw = stackalloc byte[LargestTile + 63];
        T* tile = (T*)(((nint)raw + 63) & ~63);
        int tallest = TileTable<T>.Tallest(vectors);
        nint width = vectors * Width;
        for (; row < rowEnd; row += rowBlock)
        {
            RowTiles rows = new(row, nint.Min(rowBlock, rowEnd - row), tallest);
            T* block = packA ? PackRows(rows) : a + row * aRowStride;
            for (nint j = column; j < columnEnd; j += width)
                RunPanel(block, rows, j, (int)nint.Min(width, columnEnd - j), tile, ref epilogue);
        }
    }

    private readonly void RunPanel<TEpilogue>(
        T* block, RowTiles rows, nint column, int columns, T* tile, ref TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
    {
        int panelVectors = (columns + Width - 1) / Width;
        int last = columns - (panelVectors - 1) * Width;
        nint panelWidth = panelVectors * Width;
        T* panel = b + column * bColumnStride;
        nint panelStride = bRowStride;
        if (packB)
        {
            panelStride = panelWidth;
            T* packed = Scratch.Current.ReserveB<T>(k * panelStride + Width);
            Pack.Panel(panel, bColumnStride, bRowStride, columns, k, packed, panelStride);
            panel = packed;
        }
        bool masked = last < Width && !packB;
        var low = TileTable<T>.Select(rows.Low, panelVectors, masked);
        var tall = rows.Tall > 0 ? TileTable<T>.Select(rows.Low + 1, panelVectors, masked) : low;
        nint rowStride = packA ? 1 : aRowStride, rowStep = packA ? k : aRowStride;
        nint row = rows.First;
        if (typeof(TEpilogue) == typeof(StoreEpilogue<T>) && last == Width)
        {
            ref StoreEpilogue<T> store = ref Unsafe.As<TEpilogue, StoreEpilogue<T>>(ref epilogue);
            fixed (T* destination = &store.Destination)
            {
                T* c = destination + row * store.RowStride + column;
                for (nint i = 0; i < rows.Tiles; i++)
                {
                    int height = i < rows.Tall ? rows.Low + 1 : rows.Low;
                    (i < rows.Tall ? tall : low)(
                        block, rowStride, packA ? height : aColumnStride, panel, panelStride, c, store.RowStride, k, last, null);
                    block += height * rowStep;
                    c += height * store.RowStride;
                }
            }
            return;
        }
        Panel work = new()
        {
            Low = low,
            Tall = tall,
            A = block,
            ARowStride = rowStride,
            AColumnStride = aColumnStride,
            IsPacked = packA,
            ARowStep = rowStep,
            B = panel,
            BStride = panelStride,
            Tile = tile,
            Depth = k,
            Column = column,
            Vectors = panelVectors,
            Last = last,
            RowBytes = n * sizeof(T),
        };
        if (Read != null && m * n * sizeof(T) >= LeastPrefetched)
        {
            work.Read = (byte*)(Read + row * n + column);
            work.Written = (byte*)(Written + row * n + column);
        }

        if (Vector512.IsHardwareAccelerated)
            Tiles<TEpilogue, Simd512<T>>(in work, rows, ref epilogue);
        else
            Tiles<TEpilogue, Simd256<T>>(in work, rows, ref epilogue);
    }

    /// <summary>Packs a block of A tile after tile, unless this thread has it packed already.</summary>
    private readonly T* PackRows(RowTiles rows)
    {
        Scratch scratch = Scratch.Current;
        T* packed = scratch.ReserveA<T>(rows.Count * k + Width);
        if (scratch.PackedProduct == product && scratch.PackedRow == rows.First)
            return packed;
        scratch.PackedProduct = product;
        scratch.PackedRow = rows.First;
        T* from = a + rows.First * aRowStride, to = packed;
        for (nint i = 0; i < rows.Tiles; i++)
        {
            int height = i < rows.Tall ? rows.Low + 1 : rows.Low;
            Pack.Panel(from, aRowStride, aColumnStride, height, k, to, height);
            from += height * aRowStride;
            to += height * k;
        }
        return packed;
    }

    /// <summary>
    /// Rows in tiles: <see cref="Tall"/> of Low + 1 rows, then the others of Low. Any height above a few rows runs at full speed,
    /// so a height that divides the rows is taken, which is one micro-kernel to compile, else nearly equal ones.
    /// </summary>
    private readonly struct RowTiles
    {
        internal readonly nint First, Count, Tiles, Tall;
        internal readonly int Low;

        internal RowTiles(nint first, nint count, int tallest)
        {
            First = first;
            Count = count;
            for (int height = tallest; 3 * height >= 2 * tallest; height--)
                if (count % height == 0)
                {
                    (Low, Tiles) = (height, count / height);
                    return;
                }
            Tiles = (count + tallest - 1) / tallest;
            Low = (int)(count / Tiles);
            Tall = count - Low * Tiles;
        }
    }
}
