using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= (gradientStep * g + meanStep * m) / (sqrt(v) / sqrt(1 - b2^t) + eps): Nesterov's look ahead
/// mixes the gradient in, by steps that <see cref="NadamClock"/> knows.
/// </summary>
internal readonly struct NadamRule(AdamSettings settings, float gradientStep, float meanStep, float rootScale) : IUpdateRule
{
    private readonly float beta1 = settings.Beta1;
    private readonly float beta2 = settings.Beta2;
    private readonly float rest1 = settings.Rest1;
    private readonly float rest2 = settings.Rest2;
    private readonly float epsilon = settings.Epsilon;
    private readonly float gradientStep = gradientStep;
    private readonly float meanStep = meanStep;
    private readonly float rootScale = rootScale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
    {
        ref float second = ref Unsafe.Add(ref state, stride);
        Vector512<float> m = Vector512.FusedMultiplyAdd(Vector512.Create(beta1), Vector512.LoadUnsafe(ref state), Vector512.Create(rest1) * g);
        Vector512<float> v = Vector512.FusedMultiplyAdd(Vector512.Create(beta2), Vector512.LoadUnsafe(ref second), Vector512.Create(rest2) * g * g);
        m.StoreUnsafe(ref state);
        v.StoreUnsafe(ref second);
        Vector512<float> divisor = Vector512.FusedMultiplyAdd(Vector512.Create(rootScale), Vector512.Sqrt(v), Vector512.Create(epsilon));
        return w - Vector512.FusedMultiplyAdd(Vector512.Create(gradientStep), g, Vector512.Create(meanStep) * m) / divisor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
    {
        ref float second = ref Unsafe.Add(ref state, stride);
        Vector256<float> m = Vector256.FusedMultiplyAdd(Vector256.Create(beta1), Vector256.LoadUnsafe(ref state), Vector256.Create(rest1) * g);
        Vector256<float> v = Vector256.FusedMultiplyAdd(Vector256.Create(beta2), Vector256.LoadUnsafe(ref second), Vector256.Create(rest2) * g * g);
        m.StoreUnsafe(ref state);
        v.StoreUnsafe(ref second);
        Vector256<float> divisor = Vector256.FusedMultiplyAdd(Vector256.Create(rootScale), Vector256.Sqrt(v), Vector256.Create(epsilon));
        return w - Vector256.FusedMultiplyAdd(Vector256.Create(gradientStep), g, Vector256.Create(meanStep) * m) / divisor;
    }
}
