using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>
/// m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= lr * mhat / (sqrt(vhat) + eps), where mhat = m / (1 - b1^t) and
/// vhat = v / (1 - b2^t). The corrections are the same for all elements: the first joins the step, lr / (1 - b1^t), the
/// second scales the root.
/// </summary>
internal readonly struct AdamRule(AdamSettings settings, float step, float rootScale) : IUpdateRule
{
    private readonly float beta1 = settings.Beta1;
    private readonly float beta2 = settings.Beta2;
    private readonly float rest1 = settings.Rest1;
    private readonly float rest2 = settings.Rest2;
    private readonly float epsilon = settings.Epsilon;
    private readonly float step = step;
    private readonly float rootScale = rootScale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
    {
        ref float second = ref Unsafe.Add(ref state, stride);
        Vector512<float> freshM = Vector512.Create(rest1) * g;
        Vector512<float> freshV = Vector512.Create(rest2) * g * g;
        Vector512<float> m = Vector512.FusedMultiplyAdd(Vector512.Create(beta1), Vector512.LoadUnsafe(ref state), freshM);
        Vector512<float> v = Vector512.FusedMultiplyAdd(Vector512.Create(beta2), Vector512.LoadUnsafe(ref second), freshV);
        m.StoreUnsafe(ref state);
        v.StoreUnsafe(ref second);
        Vector512<float> divisor = Vector512.FusedMultiplyAdd(Vector512.Create(rootScale), Vector512.Sqrt(v), Vector512.Create(epsilon));
        return w - Vector512.Create(step) * m / divisor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
    {
        ref float second = ref Unsafe.Add(ref state, stride);
        Vector256<float> freshM = Vector256.Create(rest1) * g;
        Vector256<float> freshV = Vector256.Create(rest2) * g * g;
        Vector256<float> m = Vector256.FusedMultiplyAdd(Vector256.Create(beta1), Vector256.LoadUnsafe(ref state), freshM);
        Vector256<float> v = Vector256.FusedMultiplyAdd(Vector256.Create(beta2), Vector256.LoadUnsafe(ref second), freshV);
        m.StoreUnsafe(ref state);
        v.StoreUnsafe(ref second);
        Vector256<float> divisor = Vector256.FusedMultiplyAdd(Vector256.Create(rootScale), Vector256.Sqrt(v), Vector256.Create(epsilon));
        return w - Vector256.Create(step) * m / divisor;
    }
}
