using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Adds a product to what is there: destination[row * rowStride + column] += product.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly ref struct AddEpilogue<T> : IEpilogue<AddEpilogue<T>, T>
    where T : unmanaged
{
    private readonly ref T destination;
    private readonly nint rowStride;

    internal AddEpilogue(ref T destination, nint rowStride)
    {
        this.destination = ref destination;
        this.rowStride = rowStride;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector>(TVector product, nint row, nint column, int count)
        where TVector : struct, ISimd<TVector, T>
    {
        nint at = row * rowStride + column;
        TVector.Store(TVector.Load(in destination, at, count) + product, ref destination, at, count);
    }
}
