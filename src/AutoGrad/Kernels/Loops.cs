using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Drives fused element-wise kernels.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Loops
{
    /// <summary>Applies a kernel without sums to every element of a matrix of <paramref name="rows"/> x <paramref name="columns"/>.</summary>
    public static void Run<TKernel, T>(ref TKernel kernel, nint rows, nint columns)
        where TKernel : struct, IFusedKernel<T>, allows ref struct
        where T : unmanaged
        => Run<TKernel, T>(ref kernel, rows, columns, []);

    /// <summary>
    /// Applies a kernel to every element of a matrix of <paramref name="rows"/> x <paramref name="columns"/> and adds the
    /// kernel's sums to <paramref name="sums"/>, which the caller has cleared.
    /// </summary>
    public static void Run<TKernel, T>(ref TKernel kernel, nint rows, nint columns, scoped Span<double> sums)
        where TKernel : struct, IFusedKernel<T>, allows ref struct
        where T : unmanaged
    {
        Body512<TKernel, T>(ref kernel, 0, rows, 0, columns);
        kernel.Flush(sums);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Body512<TKernel, T>(ref TKernel kernel, nint row, nint rowEnd, nint column, nint columnEnd)
        where TKernel : struct, IFusedKernel<T>, allows ref struct
        where T : unmanaged
    {
        for (; row < rowEnd; row++)
        {
            nint j = column;
            for (; j <= columnEnd - Vector512<T>.Count; j += Vector512<T>.Count)
                kernel.Invoke512(row, j, Vector512<T>.Count);
            if (j < columnEnd)
                kernel.Invoke512(row, j, (int)(columnEnd - j));
            kernel.EndRow(row);
        }
    }
}
