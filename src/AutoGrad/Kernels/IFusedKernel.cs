using System.ComponentModel;

namespace AutoGrad.Kernels;

/// <summary>
/// A fused element-wise kernel over a matrix of <c>rows x columns</c>. It holds references to its operands and results, and
/// computes one vector of consecutive columns a call; <see cref="Loops"/> drives it. Generated code implements it.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFusedKernel<T>
    where T : unmanaged
{
    /// <summary>The number of sums over all elements that the kernel accumulates; none unless it says otherwise.</summary>
    static virtual int Sums => 0;

    /// <summary>Whether some result is a sum over rows: then one row range may not be split from another.</summary>
    static virtual bool SumsRows => false;

    /// <summary>Computes columns <paramref name="column"/> to <paramref name="column"/> + <paramref name="count"/> - 1 of a row.</summary>
    void Invoke<TVector>(nint row, nint column, int count)
        where TVector : struct, ISimd<TVector, T>;

    /// <summary>Called after the last column of a row: stores what is summed along the columns.</summary>
    void EndRow(nint row);

    /// <summary>Adds the accumulated sums to <paramref name="sums"/> and clears them.</summary>
    void Flush(scoped Span<double> sums);
}

/// <summary>
/// What a product does with its elements before they are stored: bias and activation in a forward pass; penalties, clips
/// and sums of squares in a backward pass. <see cref="Gemm"/> calls it once for each vector of the product, with all
/// columns of a row block in ascending row order. The epilogue stores its results itself. Generated code implements it.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEpilogue<T>
    where T : unmanaged
{
    /// <summary>The number of sums over all elements that the epilogue accumulates; none unless it says otherwise.</summary>
    static virtual int Sums => 0;

    /// <summary>Whether some result is a sum over rows: then one row range may not be split from another.</summary>
    static virtual bool SumsRows => false;

    /// <summary>Takes <paramref name="count"/> elements of the product, from [row, column] on; the lanes after them are undefined.</summary>
    void Invoke<TVector>(TVector product, nint row, nint column, int count)
        where TVector : struct, ISimd<TVector, T>;

    /// <summary>Adds the accumulated sums to <paramref name="sums"/> and clears them.</summary>
    void Flush(scoped Span<double> sums);
}
