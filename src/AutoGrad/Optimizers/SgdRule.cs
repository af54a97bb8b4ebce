using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>w -= lr * g</summary>
internal readonly struct SgdRule<TDecay>(float learningRate, TDecay decay) : IUpdateRule
    where TDecay : struct, IWeightDecay
{
    private readonly float negativeRate = -learningRate;
    private readonly TDecay decay = decay;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
        => Vector512.FusedMultiplyAdd(Vector512.Create(negativeRate), g, decay.Apply(w));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
        => Vector256.FusedMultiplyAdd(Vector256.Create(negativeRate), g, decay.Apply(w));
}
