using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Stores a product as it is: destination[row * rowStride + column].</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct StoreEpilogue<T> : IEpilogue<T>
    where T : unmanaged
{
    internal readonly ref T Destination;
    internal readonly nint RowStride;

    /// <summary>Stores to <paramref name="destination"/>, whose rows are <paramref name="rowStride"/> elements apart.</summary>
    public StoreEpilogue(ref T destination, nint rowStride)
    {
        Destination = ref destination;
        RowStride = rowStride;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke512(Vector512<T> product, nint row, nint column, int count)
        => Lanes.Store512(product, ref Destination, row * RowStride + column, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke256(Vector256<T> product, nint row, nint column, int count)
        => Lanes.Store256(product, ref Destination, row * RowStride + column, count);

    /// <inheritdoc/>
    public void Flush(scoped Span<double> sums)
    {
    }
}
