using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static unsafe partial class Layout
{
    /// <summary>The rows that a transposition writes at a time, so that their pages stay in the address caches.</summary>
    private const nint PageRows = 32;

    /// <summary>
    /// Permutes axes: destination axis i is source axis <paramref name="permutation"/>[i]. <paramref name="lengths"/> are the
    /// source's; both tensors are dense and do not overlap.
    /// </summary>
    public static void Transpose<T>(ref readonly T source, ref T destination, ReadOnlySpan<nint> lengths, ReadOnlySpan<int> permutation)
        where T : unmanaged
    {
        Span<nint> strides = stackalloc nint[lengths.Length];
        Span<nint> permutedStrides = stackalloc nint[lengths.Length], permutedLengths = stackalloc nint[lengths.Length];
        nint stride = 1;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= lengths[axis];
        }
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            permutedStrides[axis] = strides[permutation[axis]];
            permutedLengths[axis] = lengths[permutation[axis]];
        }
        Broadcast(in source, permutedStrides, ref destination, permutedLengths);
    }

    /// <summary>destination[i, j] = source[j * sourceRowStride + i] for i below rows and j below columns; destination is dense.</summary>
    private static void TransposeMatrix<T>(T* source, nint sourceRowStride, T* destination, nint rows, nint columns)
        where T : unmanaged
    {
        int width = 64 / sizeof(T);
        bool blocks = Vector512.IsHardwareAccelerated && (sizeof(T) == sizeof(float) || sizeof(T) == sizeof(double)) && columns >= width;
        for (nint i = 0; i < rows; i += PageRows)
        {
            nint height = nint.Min(PageRows, rows - i);
            if (!blocks)
            {
                TransposeEach(source + i, sourceRowStride, destination + i * columns, height, columns);
                continue;
            }
            for (nint done = 0; done < columns; done += width)
            {
                // The last block overlaps its neighbour rather than being a partial one.
                nint j = nint.Min(done, columns - width);
                T* from = source + j * sourceRowStride + i, to = destination + i * columns + j;
                if (sizeof(T) == sizeof(float))
                    Transpose512.Run((float*)from, sourceRowStride, width, height, (float*)to, columns);
                else
                    Transpose512.Run((double*)from, sourceRowStride, width, height, (double*)to, columns);
            }
        }
    }

    private static void TransposeEach<T>(T* source, nint sourceRowStride, T* destination, nint rows, nint columns)
        where T : unmanaged
    {
        for (nint i = 0; i < rows; i++)
            for (nint j = 0; j < columns; j++)
                destination[i * columns + j] = source[j * sourceRowStride + i];
    }
}
