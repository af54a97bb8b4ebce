using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>
/// Copies panels of an operand to where the micro-kernel reads them in order: destination[p * stride + i] for p below k and
/// i below the panel's count. Whole vectors are written, so up to one vector beyond the panel is overwritten; the last vectors
/// of all p come first, since what they write beyond the count belongs to the next p.
/// </summary>
internal static unsafe class Pack
{
    /// <summary>Copies source[p * depthStride + i * itemStride].</summary>
    internal static void Panel<T>(T* source, nint itemStride, nint depthStride, int count, nint k, T* destination, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (itemStride == 1 && Vector512.IsHardwareAccelerated)
            Rows512(source, depthStride, count, k, destination, stride);
        else if (itemStride == 1)
            Rows256(source, depthStride, count, k, destination, stride);
        else if (depthStride == 1 && (Vector512.IsHardwareAccelerated || (sizeof(T) == sizeof(float) && Avx.IsSupported)))
            Columns(source, itemStride, count, k, destination, stride);
        else
            Strided(source, itemStride, depthStride, count, k, destination, stride);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rows512<T>(T* source, nint depthStride, int count, nint k, T* destination, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector512<T>.Count;
        for (int i = (count - 1) / width * width; i >= 0; i -= width)
        {
            T* from = source + i, to = destination + i;
            if (count - i >= width)
            {
                for (nint p = k; p > 0; p--, from += depthStride, to += stride)
                {
                    Vector512.Load(from).Store(to);

                    // The next panel of the same rows: far apart as they are, no hardware prefetcher follows them.
                    Sse.Prefetch1(from + count);
                }
                continue;
            }
            Vector512<T> mask = Lanes.Mask512<T>(count - i);
            for (nint p = k; p > 0; p--, from += depthStride, to += stride)
                Lanes.LoadMasked(from, mask).Store(to);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Rows256<T>(T* source, nint depthStride, int count, nint k, T* destination, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector256<T>.Count;
        for (int i = (count - 1) / width * width; i >= 0; i -= width)
        {
            T* from = source + i, to = destination + i;
            if (count - i >= width)
            {
                for (nint p = k; p > 0; p--, from += depthStride, to += stride)
                    Vector256.Load(from).Store(to);
                continue;
            }
            Vector256<T> mask = Lanes.Mask256<T>(count - i);
            for (nint p = k; p > 0; p--, from += depthStride, to += stride)
                Lanes.LoadMasked(from, mask).Store(to);
        }
    }

    private static void Columns<T>(T* source, nint itemStride, int count, nint k, T* destination, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count;
        for (int i = (count - 1) / width * width; i >= 0; i -= width)
        {
            int rows = int.Min(width, count - i);
            T* from = source + i * itemStride, to = destination + i;
            if (!Vector512.IsHardwareAccelerated)
                Transpose256.Run((float*)from, itemStride, rows, k, (float*)to, stride);
            else if (sizeof(T) == sizeof(float))
                Transpose512.Run((float*)from, itemStride, rows, k, (float*)to, stride);
            else
                Transpose512.Run((double*)from, itemStride, rows, k, (double*)to, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strided<T>(T* source, nint itemStride, nint depthStride, int count, nint k, T* destination, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < count; i++)
            for (nint p = 0; p < k; p++)
                destination[p * stride + i] = source[p * depthStride + i * itemStride];
    }
}
