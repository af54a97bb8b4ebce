using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Stores a product as it is: destination[row * rowStride + column].</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct StoreEpilogue<T> : IEpilogue<StoreEpilogue<T>, T>
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
    public void Invoke<TVector>(TVector product, nint row, nint column, int count)
        where TVector : struct, ISimd<TVector, T>
        => TVector.Store(product, ref Destination, row * RowStride + column, count);
}
