using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>
/// Transposes up to 16 rows of floats: destination[p * stride + i] = source[i * rowStride + p]. Whole vectors are written;
/// lanes without a row are zero.
/// </summary>
internal static unsafe partial class Transpose512
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Run(float* source, nint rowStride, int rows, nint k, float* destination, nint stride)
    {
        for (nint p = 0; p < k; p += 16, source += 16, destination += 16 * stride)
        {
            int count = (int)nint.Min(16, k - p);
            Vector512<float> mask = Lanes.Mask512<float>(count);
            Vector512<float> x0 = Load(source, rowStride, 0, rows, mask), x1 = Load(source, rowStride, 1, rows, mask);
            Vector512<float> x2 = Load(source, rowStride, 2, rows, mask), x3 = Load(source, rowStride, 3, rows, mask);
            Vector512<float> x4 = Load(source, rowStride, 4, rows, mask), x5 = Load(source, rowStride, 5, rows, mask);
            Vector512<float> x6 = Load(source, rowStride, 6, rows, mask), x7 = Load(source, rowStride, 7, rows, mask);
            Vector512<float> x8 = Load(source, rowStride, 8, rows, mask), x9 = Load(source, rowStride, 9, rows, mask);
            Vector512<float> xA = Load(source, rowStride, 10, rows, mask), xB = Load(source, rowStride, 11, rows, mask);
            Vector512<float> xC = Load(source, rowStride, 12, rows, mask), xD = Load(source, rowStride, 13, rows, mask);
            Vector512<float> xE = Load(source, rowStride, 14, rows, mask), xF = Load(source, rowStride, 15, rows, mask);
            Quad(ref x0, ref x1, ref x2, ref x3);
            Quad(ref x4, ref x5, ref x6, ref x7);
            Quad(ref x8, ref x9, ref xA, ref xB);
            Quad(ref xC, ref xD, ref xE, ref xF);
            Cross(ref x0, ref x4, ref x8, ref xC);
            Cross(ref x1, ref x5, ref x9, ref xD);
            Cross(ref x2, ref x6, ref xA, ref xE);
            Cross(ref x3, ref x7, ref xB, ref xF);
            float* to = destination;
            x0.Store(to);
            if (count == 16)
            {
                x1.Store(to + stride);
                x2.Store(to + 2 * stride);
                x3.Store(to + 3 * stride);
                x4.Store(to + 4 * stride);
                x5.Store(to + 5 * stride);
                x6.Store(to + 6 * stride);
                x7.Store(to + 7 * stride);
                x8.Store(to + 8 * stride);
                x9.Store(to + 9 * stride);
                xA.Store(to + 10 * stride);
                xB.Store(to + 11 * stride);
                xC.Store(to + 12 * stride);
                xD.Store(to + 13 * stride);
                xE.Store(to + 14 * stride);
                xF.Store(to + 15 * stride);
                continue;
            }
            if (count > 1) x1.Store(to + stride);
            if (count > 2) x2.Store(to + 2 * stride);
            if (count > 3) x3.Store(to + 3 * stride);
            if (count > 4) x4.Store(to + 4 * stride);
            if (count > 5) x5.Store(to + 5 * stride);
            if (count > 6) x6.Store(to + 6 * stride);
            if (count > 7) x7.Store(to + 7 * stride);
            if (count > 8) x8.Store(to + 8 * stride);
            if (count > 9) x9.Store(to + 9 * stride);
            if (count > 10) xA.Store(to + 10 * stride);
            if (count > 11) xB.Store(to + 11 * stride);
            if (count > 12) xC.Store(to + 12 * stride);
            if (count > 13) xD.Store(to + 13 * stride);
            if (count > 14) xE.Store(to + 14 * stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(float* source, nint rowStride, int row, int rows, Vector512<float> mask)
        => row < rows ? Lanes.LoadMasked(source + row * rowStride, mask) : default;

    /// <summary>Transposes the 4 x 4 blocks of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(ref Vector512<float> x0, ref Vector512<float> x1, ref Vector512<float> x2, ref Vector512<float> x3)
    {
        Vector512<double> a = Avx512F.UnpackLow(x0, x1).AsDouble(), b = Avx512F.UnpackLow(x2, x3).AsDouble();
        Vector512<double> c = Avx512F.UnpackHigh(x0, x1).AsDouble(), d = Avx512F.UnpackHigh(x2, x3).AsDouble();
        x0 = Avx512F.UnpackLow(a, b).AsSingle();
        x1 = Avx512F.UnpackHigh(a, b).AsSingle();
        x2 = Avx512F.UnpackLow(c, d).AsSingle();
        x3 = Avx512F.UnpackHigh(c, d).AsSingle();
    }

    /// <summary>Transposes the 4 x 4 matrix of 128-bit blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cross(ref Vector512<float> x0, ref Vector512<float> x1, ref Vector512<float> x2, ref Vector512<float> x3)
    {
        Vector512<float> a = Avx512F.Shuffle4x128(x0, x1, 0x88), b = Avx512F.Shuffle4x128(x2, x3, 0x88);
        Vector512<float> c = Avx512F.Shuffle4x128(x0, x1, 0xDD), d = Avx512F.Shuffle4x128(x2, x3, 0xDD);
        x0 = Avx512F.Shuffle4x128(a, b, 0x88);
        x1 = Avx512F.Shuffle4x128(c, d, 0x88);
        x2 = Avx512F.Shuffle4x128(a, b, 0xDD);
        x3 = Avx512F.Shuffle4x128(c, d, 0xDD);
    }
}
