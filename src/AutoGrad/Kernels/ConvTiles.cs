using System.Numerics;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The micro-kernels of convolutions by the shape of their tile, and how rows are cut into tiles. Only the shapes in use are ever compiled.</summary>
internal static unsafe class ConvTiles<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The filters of the largest tile.</summary>
    internal const int MostRows = 4;

    /// <summary>The vectors, or taps, of the largest tile.</summary>
    internal const int MostVectors = 3;

    /// <summary>The places that a vector holds.</summary>
    internal static int Width => Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;

    /// <summary>How many tiles so many rows are: nearly equal ones, since a tile of one row keeps the machine waiting.</summary>
    internal static nint Count(nint rows, int most) => (rows + most - 1) / most;

    /// <summary>The rows of a tile: the first ones have one more where the rows do not divide.</summary>
    internal static int Rows(nint rows, nint tiles, nint tile) => (int)(rows / tiles) + (tile < rows % tiles ? 1 : 0);

    internal static delegate*<T*, nint*, nint, T*, T*, T*, T*, T*, T*, nint, void> Tile(int rows, int vectors) => vectors switch
    {
        1 => Tile<N1>(rows),
        2 => Tile<N2>(rows),
        _ => Tile<N3>(rows),
    };

    internal static delegate*<T*, nint, T*, nint*, nint, nint*, T*, nint, void> Dot(int rows, int taps) => taps switch
    {
        1 => Dot<N1>(rows),
        2 => Dot<N2>(rows),
        _ => Dot<N3>(rows),
    };

    private static delegate*<T*, nint*, nint, T*, T*, T*, T*, T*, T*, nint, void> Tile<TVectors>(int rows)
        where TVectors : struct, INumber
        => Vector512.IsHardwareAccelerated
            ? rows switch
            {
                1 => &ConvTile512.Run<T, N1, TVectors>,
                2 => &ConvTile512.Run<T, N2, TVectors>,
                3 => &ConvTile512.Run<T, N3, TVectors>,
                _ => &ConvTile512.Run<T, N4, TVectors>,
            }
            : rows switch
            {
                1 => &ConvTile256.Run<T, N1, TVectors>,
                2 => &ConvTile256.Run<T, N2, TVectors>,
                3 => &ConvTile256.Run<T, N3, TVectors>,
                _ => &ConvTile256.Run<T, N4, TVectors>,
            };

    private static delegate*<T*, nint, T*, nint*, nint, nint*, T*, nint, void> Dot<TTaps>(int rows)
        where TTaps : struct, INumber
        => Vector512.IsHardwareAccelerated
            ? rows switch
            {
                1 => &ConvDot512.Run<T, N1, TTaps>,
                2 => &ConvDot512.Run<T, N2, TTaps>,
                3 => &ConvDot512.Run<T, N3, TTaps>,
                _ => &ConvDot512.Run<T, N4, TTaps>,
            }
            : rows switch
            {
                1 => &ConvDot256.Run<T, N1, TTaps>,
                2 => &ConvDot256.Run<T, N2, TTaps>,
                3 => &ConvDot256.Run<T, N3, TTaps>,
                _ => &ConvDot256.Run<T, N4, TTaps>,
            };
}
