using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>256 bits.</summary>
internal readonly unsafe struct Wide256<T>(Vector256<T> value) : IWide<Wide256<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector256<T> value = value;

    public static int Count => Vector256<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256<T> Create(T value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256<T> Load(T* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256<T> Load(T* source, int count) => new(Lanes.Load256(in *source, 0, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256<T> MultiplyAdd(Wide256<T> x, Wide256<T> y, Wide256<T> sum) => new(Lanes.MultiplyAdd(x.value, y.value, sum.value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* destination) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(T* destination, int count) => Lanes.Store256(value, ref *destination, 0, count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Wide256<T> Keep(int count) => new(Lanes.Keep(value, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Sum() => Lanes.Fold<T, SumFold<T>>(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256<T> operator +(Wide256<T> x, Wide256<T> y) => new(x.value + y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256<T> operator -(Wide256<T> x, Wide256<T> y) => new(x.value - y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256<T> operator *(Wide256<T> x, Wide256<T> y) => new(x.value * y.value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide256<T> operator -(Wide256<T> x) => new(-x.value);
}
