using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace AutoGrad.Kernels;

/// <summary>Sums and largest values of columns that fused kernels keep while they run.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Accumulate
{
    /// <summary>Adds a vector to the sums of its columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void IntoColumns<TVector, T>(TVector value, ref T sums, nint column, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged
        => TVector.Store(TVector.Load(in sums, column, count) + value, ref sums, column, count);

    /// <summary>Raises the largest values of its columns to those of a vector; a NaN stays one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LargestOfColumns<TVector, T>(TVector value, ref T largest, nint column, int count)
        where TVector : struct, ISimd<TVector, T>
        where T : unmanaged
        => TVector.Store(TVector.Max(TVector.Load(in largest, column, count), value), ref largest, column, count);
}
