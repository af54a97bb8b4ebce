using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>w -= lr * g</summary>
internal readonly struct SgdRule(float learningRate) : IUpdateRule
{
    private readonly float negativeRate = -learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
        => Vector512.FusedMultiplyAdd(Vector512.Create(negativeRate), g, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
        => Vector256.FusedMultiplyAdd(Vector256.Create(negativeRate), g, w);
}
