using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>
/// v = a v + (1 - a) g^2, the first state; w -= lr * g / (sqrt(v) + eps). Centred, m = a m + (1 - a) g is the next state and the root is that of
/// v - m^2, the variance. With momentum, b = mu b + g / (root + eps) is the last state, and w -= lr * b.
/// </summary>
internal readonly struct RmsPropRule(RmsPropSettings settings, float learningRate) : IUpdateRule
{
    private readonly float alpha = settings.Alpha;
    private readonly float rest = settings.Rest;
    private readonly float epsilon = settings.Epsilon;
    private readonly float momentum = settings.Momentum;
    private readonly bool isCentred = settings.IsCentred;
    private readonly float negativeRate = -learningRate;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
    {
        Vector512<float> keep = Vector512.Create(alpha), take = Vector512.Create(rest);
        Vector512<float> v = Vector512.FusedMultiplyAdd(keep, Vector512.LoadUnsafe(ref state), take * g * g);
        v.StoreUnsafe(ref state);
        if (isCentred)
        {
            state = ref Unsafe.Add(ref state, stride);
            Vector512<float> m = Vector512.FusedMultiplyAdd(keep, Vector512.LoadUnsafe(ref state), take * g);
            m.StoreUnsafe(ref state);

            // A variance is not negative, but its rounding may be.
            v = Vector512.Max(Vector512.FusedMultiplyAdd(-m, m, v), Vector512<float>.Zero);
        }

        Vector512<float> step = g / (Vector512.Sqrt(v) + Vector512.Create(epsilon));
        if (momentum != 0)
        {
            state = ref Unsafe.Add(ref state, stride);
            step = Vector512.FusedMultiplyAdd(Vector512.Create(momentum), Vector512.LoadUnsafe(ref state), step);
            step.StoreUnsafe(ref state);
        }

        return Vector512.FusedMultiplyAdd(Vector512.Create(negativeRate), step, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
    {
        Vector256<float> keep = Vector256.Create(alpha), take = Vector256.Create(rest);
        Vector256<float> v = Vector256.FusedMultiplyAdd(keep, Vector256.LoadUnsafe(ref state), take * g * g);
        v.StoreUnsafe(ref state);
        if (isCentred)
        {
            state = ref Unsafe.Add(ref state, stride);
            Vector256<float> m = Vector256.FusedMultiplyAdd(keep, Vector256.LoadUnsafe(ref state), take * g);
            m.StoreUnsafe(ref state);

            // A variance is not negative, but its rounding may be.
            v = Vector256.Max(Vector256.FusedMultiplyAdd(-m, m, v), Vector256<float>.Zero);
        }

        Vector256<float> step = g / (Vector256.Sqrt(v) + Vector256.Create(epsilon));
        if (momentum != 0)
        {
            state = ref Unsafe.Add(ref state, stride);
            step = Vector256.FusedMultiplyAdd(Vector256.Create(momentum), Vector256.LoadUnsafe(ref state), step);
            step.StoreUnsafe(ref state);
        }

        return Vector256.FusedMultiplyAdd(Vector256.Create(negativeRate), step, w);
    }
}
