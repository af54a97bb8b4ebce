using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>m = b1 m + (1 - b1) g; u = max(b2 u, |g| + eps); w -= step * m / u, where the step is lr / (1 - b1^t).</summary>
internal readonly struct AdamaxRule(AdamSettings settings, float step) : IUpdateRule
{
    private readonly float beta1 = settings.Beta1;
    private readonly float beta2 = settings.Beta2;
    private readonly float rest1 = settings.Rest1;
    private readonly float epsilon = settings.Epsilon;
    private readonly float step = step;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
    {
        ref float second = ref Unsafe.Add(ref state, stride);
        Vector512<float> m = Vector512.FusedMultiplyAdd(Vector512.Create(beta1), Vector512.LoadUnsafe(ref state), Vector512.Create(rest1) * g);
        Vector512<float> u = Vector512.Max(Vector512.Create(beta2) * Vector512.LoadUnsafe(ref second), Vector512.Abs(g) + Vector512.Create(epsilon));
        m.StoreUnsafe(ref state);
        u.StoreUnsafe(ref second);
        return w - Vector512.Create(step) * m / u;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
    {
        ref float second = ref Unsafe.Add(ref state, stride);
        Vector256<float> m = Vector256.FusedMultiplyAdd(Vector256.Create(beta1), Vector256.LoadUnsafe(ref state), Vector256.Create(rest1) * g);
        Vector256<float> u = Vector256.Max(Vector256.Create(beta2) * Vector256.LoadUnsafe(ref second), Vector256.Abs(g) + Vector256.Create(epsilon));
        m.StoreUnsafe(ref state);
        u.StoreUnsafe(ref second);
        return w - Vector256.Create(step) * m / u;
    }
}
