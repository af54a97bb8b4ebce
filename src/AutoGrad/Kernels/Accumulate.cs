using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Sums and largest values that fused kernels keep while they run.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Accumulate
{
    /// <summary>sum += x² of the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Squares<T>(ref Vector512<T> sum, Vector512<T> x, int count)
        where T : unmanaged
    {
        Vector512<T> kept = Lanes.Keep(x, count);
        sum += kept * kept;
    }

    /// <summary>sum += x² of the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Squares<T>(ref Vector256<T> sum, Vector256<T> x, int count)
        where T : unmanaged
    {
        Vector256<T> kept = Lanes.Keep(x, count);
        sum += kept * kept;
    }

    /// <summary>sum += x² in double, so that the square of no finite float overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SquaresInDouble(ref Vector512<double> sum, Vector512<float> x, int count)
    {
        (Vector512<double> low, Vector512<double> high) = Vector512.Widen(Lanes.Keep(x, count));
        sum += (low * low) + (high * high);
    }

    /// <summary>sum += x² in double, so that the square of no finite float overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SquaresInDouble(ref Vector256<double> sum, Vector256<float> x, int count)
    {
        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Lanes.Keep(x, count));
        sum += (low * low) + (high * high);
    }

    /// <summary>sum += x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SquaresInDouble(ref Vector512<double> sum, Vector512<double> x, int count) => Squares(ref sum, x, count);

    /// <summary>sum += x².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SquaresInDouble(ref Vector256<double> sum, Vector256<double> x, int count) => Squares(ref sum, x, count);

    /// <summary>Adds a vector to the sums of its columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void IntoColumns512<T>(Vector512<T> value, ref T sums, nint column, int count)
        where T : unmanaged
        => Lanes.Store512(Lanes.Load512(in sums, column, count) + value, ref sums, column, count);

    /// <summary>Adds a vector to the sums of its columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void IntoColumns256<T>(Vector256<T> value, ref T sums, nint column, int count)
        where T : unmanaged
        => Lanes.Store256(Lanes.Load256(in sums, column, count) + value, ref sums, column, count);

    /// <summary>Raises the largest values of its columns to those of a vector; a NaN stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LargestOfColumns512<T>(Vector512<T> value, ref T largest, nint column, int count)
        where T : unmanaged
        => Lanes.Store512(Vector512.Max(Lanes.Load512(in largest, column, count), value), ref largest, column, count);

    /// <summary>Raises the largest values of its columns to those of a vector; a NaN stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LargestOfColumns256<T>(Vector256<T> value, ref T largest, nint column, int count)
        where T : unmanaged
        => Lanes.Store256(Vector256.Max(Lanes.Load256(in largest, column, count), value), ref largest, column, count);
}
