using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Transposes up to 8 rows of floats with 256-bit vectors, like <see cref="Transpose512"/>. Needs AVX.</summary>
internal static unsafe class Transpose256
{
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Run(float* source, nint rowStride, int rows, nint k, float* destination, nint stride)
    {
        for (nint p = 0; p < k; p += 8, source += 8, destination += 8 * stride)
        {
            int count = (int)nint.Min(8, k - p);
            Vector256<float> mask = Lanes.Mask256<float>(count);
            Vector256<float> x0 = Load(source, rowStride, 0, rows, mask), x1 = Load(source, rowStride, 1, rows, mask);
            Vector256<float> x2 = Load(source, rowStride, 2, rows, mask), x3 = Load(source, rowStride, 3, rows, mask);
            Vector256<float> x4 = Load(source, rowStride, 4, rows, mask), x5 = Load(source, rowStride, 5, rows, mask);
            Vector256<float> x6 = Load(source, rowStride, 6, rows, mask), x7 = Load(source, rowStride, 7, rows, mask);
            Quad(ref x0, ref x1, ref x2, ref x3);
            Quad(ref x4, ref x5, ref x6, ref x7);
            Avx.Permute2x128(x0, x4, 0x20).Store(destination);
            if (count > 1) Avx.Permute2x128(x1, x5, 0x20).Store(destination + stride);
            if (count > 2) Avx.Permute2x128(x2, x6, 0x20).Store(destination + 2 * stride);
            if (count > 3) Avx.Permute2x128(x3, x7, 0x20).Store(destination + 3 * stride);
            if (count > 4) Avx.Permute2x128(x0, x4, 0x31).Store(destination + 4 * stride);
            if (count > 5) Avx.Permute2x128(x1, x5, 0x31).Store(destination + 5 * stride);
            if (count > 6) Avx.Permute2x128(x2, x6, 0x31).Store(destination + 6 * stride);
            if (count > 7) Avx.Permute2x128(x3, x7, 0x31).Store(destination + 7 * stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Load(float* source, nint rowStride, int row, int rows, Vector256<float> mask)
        => row < rows ? Lanes.LoadMasked(source + row * rowStride, mask) : default;

    /// <summary>Transposes the 4 x 4 blocks of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(ref Vector256<float> x0, ref Vector256<float> x1, ref Vector256<float> x2, ref Vector256<float> x3)
    {
        Vector256<double> a = Avx.UnpackLow(x0, x1).AsDouble(), b = Avx.UnpackLow(x2, x3).AsDouble();
        Vector256<double> c = Avx.UnpackHigh(x0, x1).AsDouble(), d = Avx.UnpackHigh(x2, x3).AsDouble();
        x0 = Avx.UnpackLow(a, b).AsSingle();
        x1 = Avx.UnpackHigh(a, b).AsSingle();
        x2 = Avx.UnpackLow(c, d).AsSingle();
        x3 = Avx.UnpackHigh(c, d).AsSingle();
    }
}
