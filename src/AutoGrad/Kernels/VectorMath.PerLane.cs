using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>A scalar function, for the vectors that have no polynomial of their own.</summary>
    private interface IScalarFunction<T>
    {
        static abstract T Invoke(T x);
    }

    private static Vector512<T> PerLane<T, TFunction>(Vector512<T> x)
        where T : unmanaged
        where TFunction : struct, IScalarFunction<T>
    {
        ref T lane = ref Unsafe.As<Vector512<T>, T>(ref x);
        for (int i = 0; i < Vector512<T>.Count; i++)
            Unsafe.Add(ref lane, i) = TFunction.Invoke(Unsafe.Add(ref lane, i));
        return x;
    }

    private static Vector256<T> PerLane<T, TFunction>(Vector256<T> x)
        where T : unmanaged
        where TFunction : struct, IScalarFunction<T>
    {
        ref T lane = ref Unsafe.As<Vector256<T>, T>(ref x);
        for (int i = 0; i < Vector256<T>.Count; i++)
            Unsafe.Add(ref lane, i) = TFunction.Invoke(Unsafe.Add(ref lane, i));
        return x;
    }
}
