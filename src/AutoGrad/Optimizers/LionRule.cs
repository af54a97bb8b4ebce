using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>w -= lr * sign(b1 m + (1 - b1) g); m = b2 m + (1 - b2) g. The sign of 0 is 0, that of a NaN a NaN.</summary>
internal readonly struct LionRule(float learningRate, AdamSettings settings) : IUpdateRule
{
    private readonly float negativeRate = -learningRate;
    private readonly float beta1 = settings.Beta1;
    private readonly float beta2 = settings.Beta2;
    private readonly float rest1 = settings.Rest1;
    private readonly float rest2 = settings.Rest2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
    {
        Vector512<float> m = Vector512.LoadUnsafe(ref state);
        Vector512<float> direction = Vector512.FusedMultiplyAdd(Vector512.Create(beta1), m, Vector512.Create(rest1) * g);
        Vector512.FusedMultiplyAdd(Vector512.Create(beta2), m, Vector512.Create(rest2) * g).StoreUnsafe(ref state);
        Vector512<float> signOrZero = Vector512.ConditionalSelect(Vector512.LessThan(direction, Vector512<float>.Zero), -Vector512<float>.One, direction);
        Vector512<float> sign = Vector512.ConditionalSelect(Vector512.GreaterThan(direction, Vector512<float>.Zero), Vector512<float>.One, signOrZero);
        return Vector512.FusedMultiplyAdd(Vector512.Create(negativeRate), sign, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
    {
        Vector256<float> m = Vector256.LoadUnsafe(ref state);
        Vector256<float> direction = Vector256.FusedMultiplyAdd(Vector256.Create(beta1), m, Vector256.Create(rest1) * g);
        Vector256.FusedMultiplyAdd(Vector256.Create(beta2), m, Vector256.Create(rest2) * g).StoreUnsafe(ref state);
        Vector256<float> signOrZero = Vector256.ConditionalSelect(Vector256.LessThan(direction, Vector256<float>.Zero), -Vector256<float>.One, direction);
        Vector256<float> sign = Vector256.ConditionalSelect(Vector256.GreaterThan(direction, Vector256<float>.Zero), Vector256<float>.One, signOrZero);
        return Vector256.FusedMultiplyAdd(Vector256.Create(negativeRate), sign, w);
    }
}
