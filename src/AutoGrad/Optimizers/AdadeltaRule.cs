using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>
/// v = rho v + (1 - rho) g^2; d = sqrt(u + eps) / sqrt(v + eps) * g; u = rho u + (1 - rho) d^2; w -= lr * d, where v is the first state, u the second.
/// </summary>
internal readonly struct AdadeltaRule(float learningRate, float rho, float rest, float epsilon) : IUpdateRule
{
    private readonly float negativeRate = -learningRate;
    private readonly float rho = rho;
    private readonly float rest = rest;
    private readonly float epsilon = epsilon;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Next(Vector512<float> w, Vector512<float> g, ref float state, nint stride)
    {
        ref float second = ref Unsafe.Add(ref state, stride);
        Vector512<float> keep = Vector512.Create(rho), take = Vector512.Create(rest), eps = Vector512.Create(epsilon);
        Vector512<float> u = Vector512.LoadUnsafe(ref second);
        Vector512<float> v = Vector512.FusedMultiplyAdd(keep, Vector512.LoadUnsafe(ref state), take * g * g);
        Vector512<float> d = Vector512.Sqrt(u + eps) / Vector512.Sqrt(v + eps) * g;
        v.StoreUnsafe(ref state);
        Vector512.FusedMultiplyAdd(keep, u, take * d * d).StoreUnsafe(ref second);
        return Vector512.FusedMultiplyAdd(Vector512.Create(negativeRate), d, w);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Next(Vector256<float> w, Vector256<float> g, ref float state, nint stride)
    {
        ref float second = ref Unsafe.Add(ref state, stride);
        Vector256<float> keep = Vector256.Create(rho), take = Vector256.Create(rest), eps = Vector256.Create(epsilon);
        Vector256<float> u = Vector256.LoadUnsafe(ref second);
        Vector256<float> v = Vector256.FusedMultiplyAdd(keep, Vector256.LoadUnsafe(ref state), take * g * g);
        Vector256<float> d = Vector256.Sqrt(u + eps) / Vector256.Sqrt(v + eps) * g;
        v.StoreUnsafe(ref state);
        Vector256.FusedMultiplyAdd(keep, u, take * d * d).StoreUnsafe(ref second);
        return Vector256.FusedMultiplyAdd(Vector256.Create(negativeRate), d, w);
    }
}
