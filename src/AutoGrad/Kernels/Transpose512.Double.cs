using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

internal static unsafe partial class Transpose512
{
    /// <summary>Transposes up to 8 rows of doubles, like the form for floats.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Run(double* source, nint rowStride, int rows, nint k, double* destination, nint stride)
    {
        for (nint p = 0; p < k; p += 8, source += 8, destination += 8 * stride)
        {
            int count = (int)nint.Min(8, k - p);
            Vector512<double> mask = Lanes.Mask512<double>(count);
            Vector512<double> x0 = Load(source, rowStride, 0, rows, mask), x1 = Load(source, rowStride, 1, rows, mask);
            Vector512<double> x2 = Load(source, rowStride, 2, rows, mask), x3 = Load(source, rowStride, 3, rows, mask);
            Vector512<double> x4 = Load(source, rowStride, 4, rows, mask), x5 = Load(source, rowStride, 5, rows, mask);
            Vector512<double> x6 = Load(source, rowStride, 6, rows, mask), x7 = Load(source, rowStride, 7, rows, mask);
            Pair(ref x0, ref x1);
            Pair(ref x2, ref x3);
            Pair(ref x4, ref x5);
            Pair(ref x6, ref x7);
            Cross(ref x0, ref x2, ref x4, ref x6);
            Cross(ref x1, ref x3, ref x5, ref x7);
            x0.Store(destination);
            if (count > 1) x1.Store(destination + stride);
            if (count > 2) x2.Store(destination + 2 * stride);
            if (count > 3) x3.Store(destination + 3 * stride);
            if (count > 4) x4.Store(destination + 4 * stride);
            if (count > 5) x5.Store(destination + 5 * stride);
            if (count > 6) x6.Store(destination + 6 * stride);
            if (count > 7) x7.Store(destination + 7 * stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(double* source, nint rowStride, int row, int rows, Vector512<double> mask)
        => row < rows ? Lanes.LoadMasked(source + row * rowStride, mask) : default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(ref Vector512<double> x, ref Vector512<double> y)
    {
        Vector512<double> low = Avx512F.UnpackLow(x, y);
        y = Avx512F.UnpackHigh(x, y);
        x = low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cross(ref Vector512<double> x0, ref Vector512<double> x1, ref Vector512<double> x2, ref Vector512<double> x3)
    {
        Vector512<float> y0 = x0.AsSingle(), y1 = x1.AsSingle(), y2 = x2.AsSingle(), y3 = x3.AsSingle();
        Cross(ref y0, ref y1, ref y2, ref y3);
        x0 = y0.AsDouble();
        x1 = y1.AsDouble();
        x2 = y2.AsDouble();
        x3 = y3.AsDouble();
    }
}
