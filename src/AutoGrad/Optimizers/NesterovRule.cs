using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>v = mu * v - lr * g; w += mu * v - lr * g</summary>
internal readonly struct NesterovRule(float learningRate, float momentum) : IUpdateRule
{
    private readonly float negativeRate = -learningRate;
    private readonly float momentum = momentum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
    {
        Vector512<float> mu = Vector512.Create(momentum);
        Vector512<float> step = Vector512.Create(negativeRate) * g;
        Vector512<float> v = Vector512.FusedMultiplyAdd(mu, Vector512.LoadUnsafe(ref state), step);
        v.StoreUnsafe(ref state);
        return w + Vector512.FusedMultiplyAdd(mu, v, step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
    {
        Vector256<float> mu = Vector256.Create(momentum);
        Vector256<float> step = Vector256.Create(negativeRate) * g;
        Vector256<float> v = Vector256.FusedMultiplyAdd(mu, Vector256.LoadUnsafe(ref state), step);
        v.StoreUnsafe(ref state);
        return w + Vector256.FusedMultiplyAdd(mu, v, step);
    }
}
