using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>512 bits.</summary>
internal readonly unsafe struct Wide512<T>(Vector512<T> value) : IWide<Wide512<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector512<T> value = value;

    public static int Count => Vector512<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512<T> Create(T value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512<T> Load(T* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512<T> Load(T* source, int count) => new(Lanes.Load512(in *source, 0, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512<T> MultiplyAdd(Wide512<T> x, Wide512<T> y, Wide512<T> sum) => new(Lanes.MultiplyAdd(x.value, y.value, sum.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* destination, int count) => Lanes.Store512(value, ref *destination, 0, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Wide512<T> Keep(int count) => new(Lanes.Keep(value, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sum() => Lanes.Fold<T, SumFold<T>>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512<T> operator +(Wide512<T> x, Wide512<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512<T> operator -(Wide512<T> x, Wide512<T> y) => new(x.value - y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512<T> operator *(Wide512<T> x, Wide512<T> y) => new(x.value * y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide512<T> operator -(Wide512<T> x) => new(-x.value);
}
