using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// Hands computed tiles to an epilogue. The micro-kernel leaves a tile in first-level cache and this loop reads it back: that
/// costs a few percent at small k, and one micro-kernel serves all epilogues, whose bodies are compiled in a loop rather
/// than 24 times.
/// </summary>
internal static unsafe class Epilogues
{
    /// <summary>Rows [row, row + rows) of columns [column, ...): vectors - 1 whole vectors and one of <paramref name="last"/> columns.</summary>
    internal static void Apply<T, TEpilogue>(ref TEpilogue epilogue, T* tile, nint row, int rows, nint column, int vectors, int last)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated)
            Apply<T, TEpilogue, Simd512<T>>(ref epilogue, tile, row, rows, column, vectors, last);
        else
            Apply<T, TEpilogue, Simd256<T>>(ref epilogue, tile, row, rows, column, vectors, last);
    }

    // The epilogue is copied, so that its fields can live in registers over the loop.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Apply<T, TEpilogue, TVector>(ref TEpilogue epilogue, T* tile, nint row, int rows, nint column, int vectors, int last)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
        where TVector : struct, ISimd<TVector, T>
    {
        TEpilogue local = epilogue;
        int whole = last == TVector.Count ? vectors : vectors - 1;
        for (int i = 0; i < rows; i++, row++)
        {
            nint j = column;
            for (int v = whole; v > 0; v--, j += TVector.Count, tile += TVector.Count)
                local.Invoke(TVector.Load(in *tile, 0, TVector.Count), row, j, TVector.Count);
            if (whole < vectors)
            {
                local.Invoke(TVector.Load(in *tile, 0, TVector.Count), row, j, last);
                tile += TVector.Count;
            }
        }
        epilogue = local;
    }

    /// <summary>A single column of the product: rows [row, row + rows) of column 0.</summary>
    internal static void ApplyColumn<T, TEpilogue>(ref TEpilogue epilogue, T* column, nint row, nint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated)
            ApplyColumn<T, TEpilogue, Simd512<T>>(ref epilogue, column, row, rows);
        else
            ApplyColumn<T, TEpilogue, Simd256<T>>(ref epilogue, column, row, rows);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyColumn<T, TEpilogue, TVector>(ref TEpilogue epilogue, T* column, nint row, nint rows)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<TEpilogue, T>, allows ref struct
        where TVector : struct, ISimd<TVector, T>
    {
        TEpilogue local = epilogue;
        for (nint i = 0; i < rows; i++)
            local.Invoke(TVector.CreateScalar(column[i]), row + i, 0, 1);
        epilogue = local;
    }
}
