using System.ComponentModel;

namespace AutoGrad.Kernels;

/// <summary>
/// A fused element-wise kernel over a matrix of <c>rows x columns</c>. It holds references to its operands and results, and
/// computes one vector of consecutive columns a call; <see cref="Loops"/> drives it. Generated code implements it.
/// </summary>
/// <typeparam name="TSelf">The kernel.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFusedKernel<TSelf, T>
    where TSelf : struct, IFusedKernel<TSelf, T>, allows ref struct
    where T : unmanaged
{
    /// <summary>The number of sums over all elements that the kernel accumulates; none unless it says otherwise.</summary>
    static virtual int Sums => 0;

    /// <summary>Whether some result is a sum over rows: then one row range may not be split from another.</summary>
    static virtual bool SumsRows => false;

    /// <summary>Computes columns <paramref name="column"/> to <paramref name="column"/> + <paramref name="count"/> - 1 of a row.</summary>
    void Invoke<TVector>(nint row, nint column, int count)
        where TVector : struct, ISimd<TVector, T>;

    /// <summary>Called after the last column of a row: stores what <paramref name="kernel"/> has summed along the columns, if anything.</summary>
    static virtual void EndRow(ref TSelf kernel, nint row)
    {
    }

    /// <summary>Adds the sums that <paramref name="kernel"/> has accumulated to <paramref name="sums"/> and clears them; nothing unless it says otherwise.</summary>
    static virtual void Flush(ref TSelf kernel, scoped Span<double> sums)
    {
    }
}

/// <summary>
/// What a product does with its elements before they are stored: bias and activation in a forward pass; penalties, clips
/// and sums of squares in a backward pass. <see cref="Gemm"/> calls it once for each vector of the product, with all
/// columns of a row block in ascending row order. The epilogue stores its results itself. Generated code implements it.
/// </summary>
/// <typeparam name="TSelf">The epilogue.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IEpilogue<TSelf, T>
    where TSelf : struct, IEpilogue<TSelf, T>, allows ref struct
    where T : unmanaged
{
    /// <summary>The number of sums over all elements that the epilogue accumulates; none unless it says otherwise.</summary>
    static virtual int Sums => 0;

    /// <summary>Whether some result is a sum over rows: then one row range may not be split from another.</summary>
    static virtual bool SumsRows => false;

    /// <summary>Takes <paramref name="count"/> elements of the product, from [row, column] on; the lanes after them are undefined.</summary>
    void Invoke<TVector>(TVector product, nint row, nint column, int count)
        where TVector : struct, ISimd<TVector, T>;

    /// <summary>Adds the sums that <paramref name="epilogue"/> has accumulated to <paramref name="sums"/> and clears them; nothing unless it says otherwise.</summary>
    static virtual void Flush(ref TSelf epilogue, scoped Span<double> sums)
    {
    }
}
