using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>Partial vectors: masked instructions where the machine has them, element after element elsewhere.</summary>
internal static unsafe partial class Lanes
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> LoadPartial512<T>(ref readonly T source, int count)
        where T : unmanaged
    {
        if (!Avx512F.IsSupported)
            return LoadEach512(in source, count);
        fixed (T* pinned = &source)
            return LoadMasked(pinned, Mask512<T>(count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> LoadPartial256<T>(ref readonly T source, int count)
        where T : unmanaged
    {
        fixed (T* pinned = &source)
            return LoadMasked(pinned, Mask256<T>(count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePartial512<T>(Vector512<T> value, ref T destination, int count)
        where T : unmanaged
    {
        if (!Avx512F.IsSupported)
            StoreEach512(value, ref destination, count);
        else
            fixed (T* pinned = &destination)
                StoreMasked(value, pinned, Mask512<T>(count));
    }

    /// <summary>In halves: a masked store of 256 bits takes dozens of micro-operations on some processors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePartial256<T>(Vector256<T> value, ref T destination, int count)
        where T : unmanaged
    {
        Vector128<T> part = value.GetLower();
        if ((count & Vector128<T>.Count) != 0)
        {
            part.StoreUnsafe(ref destination);
            destination = ref Unsafe.Add(ref destination, Vector128<T>.Count);
            part = value.GetUpper();
        }
        if (sizeof(T) == sizeof(float) && (count & 2) != 0)
        {
            Unsafe.As<T, double>(ref destination) = part.AsDouble().ToScalar();
            destination = ref Unsafe.Add(ref destination, 2);
            part = Vector128.Shuffle(part.AsSingle(), Vector128.Create(2, 3, 2, 3)).As<float, T>();
        }
        if ((count & 1) != 0)
            destination = part.ToScalar();
    }

    /// <summary>Writes the lanes of a mask and touches no other memory. Needs AVX-512.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreMasked<T>(Vector512<T> value, T* destination, Vector512<T> mask)
        where T : unmanaged
    {
        if (sizeof(T) == sizeof(float))
            Avx512F.MaskStore((float*)destination, mask.AsSingle(), value.AsSingle());
        else
            Avx512F.MaskStore((double*)destination, mask.AsDouble(), value.AsDouble());
    }

    private static Vector512<T> LoadEach512<T>(ref readonly T source, int count)
        where T : unmanaged
    {
        Vector512<T> value = default;
        for (int i = 0; i < count; i++)
            Unsafe.Add(ref Unsafe.As<Vector512<T>, T>(ref value), i) = Unsafe.Add(ref Unsafe.AsRef(in source), i);
        return value;
    }

    private static Vector256<T> LoadEach256<T>(ref readonly T source, int count)
        where T : unmanaged
    {
        Vector256<T> value = default;
        for (int i = 0; i < count; i++)
            Unsafe.Add(ref Unsafe.As<Vector256<T>, T>(ref value), i) = Unsafe.Add(ref Unsafe.AsRef(in source), i);
        return value;
    }

    private static void StoreEach512<T>(Vector512<T> value, ref T destination, int count)
        where T : unmanaged
    {
        for (int i = 0; i < count; i++)
            Unsafe.Add(ref destination, i) = Unsafe.Add(ref Unsafe.As<Vector512<T>, T>(ref value), i);
    }
}
