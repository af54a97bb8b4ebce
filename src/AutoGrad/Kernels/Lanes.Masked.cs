using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>What kernels inside this library need beside the public part: pointers, masks kept over a loop.</summary>
internal static unsafe partial class Lanes
{
    /// <summary>x y + sum in one rounding. The base library has it for float and double, but not for a type parameter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> MultiplyAdd<T>(Vector512<T> x, Vector512<T> y, Vector512<T> sum)
        where T : unmanaged
        => sizeof(T) == sizeof(float)
            ? Vector512.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
            : Vector512.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();

    /// <summary>x y + sum in one rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> MultiplyAdd<T>(Vector256<T> x, Vector256<T> y, Vector256<T> sum)
        where T : unmanaged
        => sizeof(T) == sizeof(float)
            ? Vector256.FusedMultiplyAdd(x.AsSingle(), y.AsSingle(), sum.AsSingle()).As<float, T>()
            : Vector256.FusedMultiplyAdd(x.AsDouble(), y.AsDouble(), sum.AsDouble()).As<double, T>();

    /// <summary>All bits of the first <paramref name="count"/> lanes. Kept in a local over a loop it stays in a mask register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Mask512<T>(int count)
        where T : unmanaged
        => sizeof(T) == sizeof(float)
            ? Vector512.GreaterThan(Vector512.Create(count), Vector512<int>.Indices).As<int, T>()
            : Vector512.GreaterThan(Vector512.Create((long)count), Vector512<long>.Indices).As<long, T>();

    /// <summary>All bits of the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Mask256<T>(int count)
        where T : unmanaged
        => sizeof(T) == sizeof(float)
            ? Vector256.GreaterThan(Vector256.Create(count), Vector256<int>.Indices).As<int, T>()
            : Vector256.GreaterThan(Vector256.Create((long)count), Vector256<long>.Indices).As<long, T>();

    /// <summary>Reads the lanes of a mask and touches no other memory. Needs AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> LoadMasked<T>(T* source, Vector512<T> mask)
        where T : unmanaged
        => sizeof(T) == sizeof(float)
            ? Avx512F.MaskLoad((float*)source, mask.AsSingle(), default).As<float, T>()
            : Avx512F.MaskLoad((double*)source, mask.AsDouble(), default).As<double, T>();

    /// <summary>Reads the lanes of a mask and touches no other memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> LoadMasked<T>(T* source, Vector256<T> mask)
        where T : unmanaged
    {
        if (!Avx.IsSupported)
            return LoadEach256(in *source, CountOf(mask));
        return sizeof(T) == sizeof(float)
            ? Avx.MaskLoad((float*)source, mask.AsSingle()).As<float, T>()
            : Avx.MaskLoad((double*)source, mask.AsDouble()).As<double, T>();
    }

    private static int CountOf<T>(Vector256<T> mask)
        where T : unmanaged
        => System.Numerics.BitOperations.PopCount(mask.ExtractMostSignificantBits());
}
