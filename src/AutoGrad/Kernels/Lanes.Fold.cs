using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

internal static unsafe partial class Lanes
{
    /// <summary>The fold of all lanes, by halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Fold<T, TFold>(Vector512<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFold : struct, IFold<T>
        => Fold<T, TFold>(TFold.Invoke(x.GetLower(), x.GetUpper()));

    /// <summary>The fold of all lanes, by halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Fold<T, TFold>(Vector256<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFold : struct, IFold<T>
    {
        x = TFold.Invoke(x, Vector256.Create(x.GetUpper(), x.GetLower()));
        x = TFold.Invoke(x, Vector256.Shuffle(x.AsInt64(), Vector256.Create(1L, 0, 3, 2)).As<long, T>());
        if (sizeof(T) == sizeof(float))
            x = TFold.Invoke(x, Vector256.Shuffle(x.AsInt32(), Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)).As<int, T>());
        return x.ToScalar();
    }
}
