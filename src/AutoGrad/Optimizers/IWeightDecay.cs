using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>What happens to a weight before its update. A type of its own, so that a rule without decay pays nothing for it.</summary>
internal interface IWeightDecay
{
    Vector512<float> Apply(Vector512<float> w);

    Vector256<float> Apply(Vector256<float> w);
}

/// <summary>w</summary>
internal readonly struct NoDecay : IWeightDecay
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> w) => w;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> w) => w;
}

/// <summary>w - rate * w, rounded once: 1 - rate would lose most bits of a small rate.</summary>
internal readonly struct DecoupledDecay(float rate) : IWeightDecay
{
    private readonly float negativeRate = -rate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Apply(Vector512<float> w) => Vector512.FusedMultiplyAdd(Vector512.Create(negativeRate), w, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Apply(Vector256<float> w) => Vector256.FusedMultiplyAdd(Vector256.Create(negativeRate), w, w);
}
