using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>A sum of squares that a fused kernel keeps over its loop, in double, so that the square of no finite float overflows.</summary>
/// <typeparam name="T">What is squared: <see cref="float"/> or <see cref="double"/>.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SquareAccumulator<T>
    where T : unmanaged
{
    private Vector512<double> _wide;
    private Vector256<double> _narrow;

    /// <summary>Adds the squares of the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddSquares<TVector>(TVector x, int count)
        where TVector : struct, ISimd<TVector, T>
    {
        TVector kept = TVector.Keep(x, count);
        if (typeof(TVector) == typeof(Simd512<float>))
        {
            (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Unsafe.BitCast<TVector, Vector512<float>>(kept));
            _wide += (low * low) + (high * high);
        }
        else if (typeof(TVector) == typeof(Simd256<float>))
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Unsafe.BitCast<TVector, Vector256<float>>(kept));
            _narrow += (low * low) + (high * high);
        }
        else if (typeof(TVector) == typeof(Simd512<double>))
        {
            _wide += Unsafe.BitCast<TVector, Vector512<double>>(kept * kept);
        }
        else
        {
            _narrow += Unsafe.BitCast<TVector, Vector256<double>>(kept * kept);
        }
    }

    /// <summary>The sum; it begins again at 0.</summary>
    public double Take()
    {
        double sum = Vector512.Sum(_wide) + Vector256.Sum(_narrow);
        this = default;
        return sum;
    }
}
