using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Adds a product to what is there: destination[row * rowStride + column] += product.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
internal readonly ref struct AddEpilogue<T> : IEpilogue<T>
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
    public void Invoke512(Vector512<T> product, nint row, nint column, int count)
    {
        nint at = row * rowStride + column;
        Lanes.Store512(Lanes.Load512(in destination, at, count) + product, ref destination, at, count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke256(Vector256<T> product, nint row, nint column, int count)
    {
        nint at = row * rowStride + column;
        Lanes.Store256(Lanes.Load256(in destination, at, count) + product, ref destination, at, count);
    }

    /// <inheritdoc/>
    public void Flush(scoped Span<double> sums)
    {
    }
}
