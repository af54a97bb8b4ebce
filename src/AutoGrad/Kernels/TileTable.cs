using System.Numerics;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>The micro-kernel of each tile shape. Only the shapes in use are ever compiled.</summary>
internal static unsafe class TileTable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The rows of the largest tile of this many vectors.</summary>
    internal static int Tallest(int vectors)
        => Vector512.IsHardwareAccelerated
            ? vectors switch { 1 or 2 => 12, 3 => 8, _ => 6 }
            : vectors switch { 1 or 2 => 6, _ => 4 };

    /// <summary>The vectors of a tile for a product of this many rows: few rows leave registers for more columns.</summary>
    internal static int Vectors(nint rows)
        => Vector512.IsHardwareAccelerated
            ? rows switch { <= 6 => 4, <= 8 => 3, _ => 2 }
            : rows switch { <= 4 => 3, _ => 2 };

    internal static delegate*<T*, nint, nint, T*, nint, T*, nint, nint, int, TileFetch*, void> Select(int rows, int vectors, bool masked)
        => vectors switch
        {
            1 => masked ? Select<N1, N1>(rows) : Select<N1, N0>(rows),
            2 => masked ? Select<N2, N1>(rows) : Select<N2, N0>(rows),
            3 => masked ? Select<N3, N1>(rows) : Select<N3, N0>(rows),
            _ => masked ? Select<N4, N1>(rows) : Select<N4, N0>(rows),
        };

    private static delegate*<T*, nint, nint, T*, nint, T*, nint, nint, int, TileFetch*, void> Select<TVectors, TMasked>(int rows)
        where TVectors : struct, INumber
        where TMasked : struct, INumber
    {
        if (!Vector512.IsHardwareAccelerated)
            return rows switch
            {
                1 => &Tile256.Run<T, N1, TVectors, TMasked>,
                2 => &Tile256.Run<T, N2, TVectors, TMasked>,
                3 => &Tile256.Run<T, N3, TVectors, TMasked>,
                4 => &Tile256.Run<T, N4, TVectors, TMasked>,
                5 => &Tile256.Run<T, N5, TVectors, TMasked>,
                _ => &Tile256.Run<T, N6, TVectors, TMasked>,
            };
        return rows switch
        {
            1 => &Tile512.Run<T, N1, TVectors, TMasked>,
            2 => &Tile512.Run<T, N2, TVectors, TMasked>,
            3 => &Tile512.Run<T, N3, TVectors, TMasked>,
            4 => &Tile512.Run<T, N4, TVectors, TMasked>,
            5 => &Tile512.Run<T, N5, TVectors, TMasked>,
            6 => &Tile512.Run<T, N6, TVectors, TMasked>,
            7 => &Tile512.Run<T, N7, TVectors, TMasked>,
            8 => &Tile512.Run<T, N8, TVectors, TMasked>,
            9 => &Tile512.Run<T, N9, TVectors, TMasked>,
            10 => &Tile512.Run<T, N10, TVectors, TMasked>,
            11 => &Tile512.Run<T, N11, TVectors, TMasked>,
            _ => &Tile512.Run<T, N12, TVectors, TMasked>,
        };
    }
}
