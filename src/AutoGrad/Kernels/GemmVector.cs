using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// Products with one row or one column: y[j] = sum over p below k of x[p] w[p * depthStride + j * itemStride]. The memory
/// traffic of w decides, so w is read once, along its contiguous axis.
/// </summary>
internal static unsafe class GemmVector
{
    private const int Block = 512;

    /// <summary>One row of C, or, with <paramref name="asColumn"/>, its one column.</summary>
    [SkipLocalsInit]
    internal static void Run<T, TEpilogue>(
        T* x, nint xStride, T* w, nint depthStride, nint itemStride, nint row, nint items, nint k, bool asColumn, ref TEpilogue epilogue)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
    {
        int width = Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;
        byte* raw = stackalloc byte[Block * sizeof(T) + 63];
        T* y = (T*)(((nint)raw + 63) & ~63);
        if (itemStride != 1 && xStride != 1)
        {
            T* gathered = Scratch.Current.ReserveB<T>(k);
            for (nint p = 0; p < k; p++)
                gathered[p] = x[p * xStride];
            x = gathered;
        }
        for (nint j = 0; j < items; j += Block)
        {
            int count = (int)nint.Min(Block, items - j);
            if (itemStride == 1)
                Tiles(x, xStride, w + j, depthStride, k, y, count, width);
            else
                Dot.Rows(x, w + j * itemStride, itemStride, k, y, count);
            if (asColumn)
                Epilogues.ApplyColumn(ref epilogue, y, j, count);
            else
                Epilogues.Apply(ref epilogue, y, row, 1, j, (count + width - 1) / width, count - (count - 1) / width * width);
        }
    }

    private static void Tiles<T>(T* x, nint xStride, T* w, nint depthStride, nint k, T* y, int count, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int most = TileTable<T>.Vectors(1);
        for (int j = 0; j < count; j += most * width)
        {
            int columns = int.Min(most * width, count - j);
            int vectors = (columns + width - 1) / width, last = columns - (vectors - 1) * width;
            TileTable<T>.Select(1, vectors, last < width)(x, 0, xStride, w + j, depthStride, y + j, 0, k, last, null);
        }
    }
}
