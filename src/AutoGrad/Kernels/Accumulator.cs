using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>A sum that a fused kernel keeps over its loop, a lane for each of the vector that it runs with; the other width stays 0.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Accumulator<T>
    where T : unmanaged
{
    private Vector512<T> _wide;
    private Vector256<T> _narrow;

    /// <summary>Adds the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add<TVector>(TVector x, int count)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector kept = TVector.Keep(x, count);
        if (typeof(TVector) == typeof(Simd512<T>))
            _wide += Unsafe.BitCast<TVector, Vector512<T>>(kept);
        else
            _narrow += Unsafe.BitCast<TVector, Vector256<T>>(kept);
    }

    /// <summary>Adds the squares of the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddSquares<TVector>(TVector x, int count)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector kept = TVector.Keep(x, count);
        Add(kept * kept, TVector.Count);
    }

    /// <summary>The sum; it begins again at 0.</summary>
    public T Take()
    {
        // Lanes can be added where all that is known of T is that it is unmanaged.
        T sum = (Vector512.CreateScalar(Vector512.Sum(_wide)) + Vector512.CreateScalar(Vector256.Sum(_narrow))).ToScalar();
        this = default;
        return sum;
    }
}
