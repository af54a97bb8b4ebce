using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <content>
/// The tiles of a panel, each computed and then handed to the epilogue. The micro-kernel leaves a tile in first-level cache and this loop reads
/// it back: that costs a few percent at small k, and one micro-kernel serves all epilogues, whose bodies are compiled in a loop rather than
/// 24 times. The epilogue is copied once a panel, so that its fields live in registers over the loops: a copy for each tile takes a tenth of
/// the time of a product of k = 128.
/// </content>
internal unsafe partial struct GemmJob<T>
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tiles<TEpilogue, TVector>(in Panel panel, RowTiles rows, ref TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
        where TVector : struct, ISimd<TVector, T>
    {
        TEpilogue local = epilogue;
        T* a = panel.A;
        nint row = rows.First;
        int whole = panel.Last == TVector.Count ? panel.Vectors : panel.Vectors - 1;
        TileFetch fetch = default;
        for (nint i = 0; i < rows.Tiles; i++)
        {
            int height = i < rows.Tall ? rows.Low + 1 : rows.Low;
            panel.Multiply(a, row - rows.First, height, i < rows.Tall, &fetch);
            a += height * panel.ARowStep;
            T* tile = panel.Tile;
            for (int j = 0; j < height; j++, row++)
            {
                nint column = panel.Column;
                for (int v = whole; v > 0; v--, column += TVector.Count, tile += TVector.Count)
                    local.Invoke(TVector.Load(in *tile, 0, TVector.Count), row, column, TVector.Count);
                if (whole < panel.Vectors)
                {
                    local.Invoke(TVector.Load(in *tile, 0, TVector.Count), row, column, panel.Last);
                    tile += TVector.Count;
                }
            }
        }

        epilogue = local;
    }

    /// <summary>The operands of a panel's tiles.</summary>
    private ref struct Panel
    {
        /// <summary>The micro-kernels of the lower tiles and of those of one row more.</summary>
        internal delegate*<T*, nint, nint, T*, nint, T*, nint, nint, int, TileFetch*, void> Low, Tall;

        internal T* A, B, Tile;

        internal nint ARowStride, AColumnStride, ARowStep, BStride, Depth, Column, RowBytes;

        internal int Vectors, Last;

        /// <summary>Whether A is a packed block: its column stride is a tile's height.</summary>
        internal bool IsPacked;

        /// <summary>Where the epilogue reads and writes the first tile; null where nothing is to be asked for ahead.</summary>
        internal byte* Read, Written;

        private static int Width => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;

        /// <summary>Computes the tile of <paramref name="height"/> rows from <paramref name="row"/> on, whose part of A is at <paramref name="a"/>.</summary>
        internal readonly void Multiply(T* a, nint row, int height, bool isTall, TileFetch* fetch)
        {
            if (Read == null)
                fetch = null;
            else
                fetch->Start(Read + row * RowBytes, Written + row * RowBytes, RowBytes, height, Depth);
            (isTall ? Tall : Low)(a, ARowStride, IsPacked ? height : AColumnStride, B, BStride, Tile, Vectors * Width, Depth, Last, fetch);
        }
    }
}
