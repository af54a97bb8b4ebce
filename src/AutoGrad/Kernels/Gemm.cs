using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// Matrix products. An operand is given by the strides of its rows and columns, so a transposed operand is the same memory
/// with the two strides exchanged; one of the two is 1.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Gemm
{
    /// <summary>
    /// C[i, j] = sum over p below <paramref name="k"/> of A[i, p] B[p, j], for i below <paramref name="m"/> and j below
    /// <paramref name="n"/>. Every element of C goes to the epilogue exactly once, which stores it; the epilogue's sums are
    /// added to <paramref name="sums"/>.
    /// </summary>
    public static void Multiply<T, TEpilogue>(
        ref readonly T a, nint aRowStride, nint aColumnStride,
        ref readonly T b, nint bRowStride, nint bColumnStride,
        nint m, nint n, nint k, ref TEpilogue epilogue, Span<double> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TEpilogue : struct, IEpilogue<T>, allows ref struct
    {
        ref T lhs = ref Unsafe.AsRef(in a);
        ref T rhs = ref Unsafe.AsRef(in b);
        for (nint i = 0; i < m; i++)
            for (nint j = 0; j < n; j += Vector512<T>.Count)
            {
                int count = (int)nint.Min(Vector512<T>.Count, n - j);
                Vector512<T> product = default;
                for (int lane = 0; lane < count; lane++)
                {
                    T sum = T.Zero;
                    for (nint p = 0; p < k; p++)
                        sum = T.FusedMultiplyAdd(
                            Unsafe.Add(ref lhs, i * aRowStride + p * aColumnStride),
                            Unsafe.Add(ref rhs, p * bRowStride + (j + lane) * bColumnStride), sum);
                    product = product.WithElement(lane, sum);
                }
                epilogue.Invoke512(product, i, j, count);
            }
        epilogue.Flush(sums);
    }

    /// <summary>C = A B, stored to <paramref name="c"/>, whose rows are <paramref name="cRowStride"/> elements apart.</summary>
    public static void Multiply<T>(
        ref readonly T a, nint aRowStride, nint aColumnStride,
        ref readonly T b, nint bRowStride, nint bColumnStride,
        nint m, nint n, nint k, ref T c, nint cRowStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        StoreEpilogue<T> store = new(ref c, cRowStride);
        Multiply(in a, aRowStride, aColumnStride, in b, bRowStride, bColumnStride, m, n, k, ref store, []);
    }

    /// <summary><paramref name="batch"/> products, whose operands and results are the batch strides apart (0: the same for all).</summary>
    public static void MultiplyBatch<T>(
        ref readonly T a, nint aBatchStride, nint aRowStride, nint aColumnStride,
        ref readonly T b, nint bBatchStride, nint bRowStride, nint bColumnStride,
        nint batch, nint m, nint n, nint k, ref T c, nint cBatchStride, nint cRowStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint i = 0; i < batch; i++)
            Multiply(
                in Unsafe.Add(ref Unsafe.AsRef(in a), i * aBatchStride), aRowStride, aColumnStride,
                in Unsafe.Add(ref Unsafe.AsRef(in b), i * bBatchStride), bRowStride, bColumnStride,
                m, n, k, ref Unsafe.Add(ref c, i * cBatchStride), cRowStride);
    }
}
