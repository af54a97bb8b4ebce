using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>s += g^2; w -= rate * g / (sqrt(s + s0) + eps), where the rate is that of this step and s0 what the sum begins with.</summary>
internal readonly struct AdagradRule(float learningRate, float epsilon, float initial) : IUpdateRule
{
    private readonly float learningRate = learningRate;
    private readonly float epsilon = epsilon;
    private readonly float initial = initial;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
    {
        Vector512<float> s = Vector512.FusedMultiplyAdd(g, g, Vector512.LoadUnsafe(ref state));
        s.StoreUnsafe(ref state);
        return w - Vector512.Create(learningRate) * g / (Vector512.Sqrt(s + Vector512.Create(initial)) + Vector512.Create(epsilon));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
    {
        Vector256<float> s = Vector256.FusedMultiplyAdd(g, g, Vector256.LoadUnsafe(ref state));
        s.StoreUnsafe(ref state);
        return w - Vector256.Create(learningRate) * g / (Vector256.Sqrt(s + Vector256.Create(initial)) + Vector256.Create(epsilon));
    }
}
