using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

public static partial class VectorMath
{
    /// <summary>The error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x)
    {
        Vector512<float> a = Vector512.MinNative(Vector512.Create(3.93f), Vector512.Abs(x));

        // x + x P(x^2) below 0.92, within 2^-26.
        Vector512<float> s = a * a;
        Vector512<float> near = Vector512.FusedMultiplyAdd(Vector512.Create(-0.000600379426f), s, Vector512.Create(0.00499585317f));
        near = Vector512.FusedMultiplyAdd(near, s, Vector512.Create(-0.0267685801f));
        near = Vector512.FusedMultiplyAdd(near, s, Vector512.Create(0.11281877f));
        near = Vector512.FusedMultiplyAdd(near, s, Vector512.Create(-0.376125008f));
        near = Vector512.FusedMultiplyAdd(near, s, Vector512.Create(0.128379151f));
        near = Vector512.FusedMultiplyAdd(near, x, x);

        // 1 - e^-G(a) above, where G is -log(1 - erf); within 2^-29. From 3.92 on the result rounds to 1.
        Vector512<float> far = Vector512.FusedMultiplyAdd(Vector512.Create(-0.000195938264f), a, Vector512.Create(0.0030432127f));
        far = Vector512.FusedMultiplyAdd(far, a, Vector512.Create(-0.0222268682f));
        far = Vector512.FusedMultiplyAdd(far, a, Vector512.Create(0.103931457f));
        far = Vector512.FusedMultiplyAdd(far, a, Vector512.Create(0.637182415f));
        far = Vector512.FusedMultiplyAdd(far, a, Vector512.Create(1.12767553f));
        far = Vector512.FusedMultiplyAdd(far, a, Vector512.Create(0.000195695102f));
        Vector512<float> k = Reduce(-far, out Vector512<float> r);
        far = Vector512<float>.One - ExpPolynomial(r) * PowerOfTwo(k);
        far |= x & Vector512.Create(-0f);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512.Create(0.92f)), far, near);
    }

    /// <summary>The error function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        Vector256<float> a = Vector256.MinNative(Vector256.Create(3.93f), Vector256.Abs(x));

        // x + x P(x^2) below 0.92, within 2^-26.
        Vector256<float> s = a * a;
        Vector256<float> near = Vector256.FusedMultiplyAdd(Vector256.Create(-0.000600379426f), s, Vector256.Create(0.00499585317f));
        near = Vector256.FusedMultiplyAdd(near, s, Vector256.Create(-0.0267685801f));
        near = Vector256.FusedMultiplyAdd(near, s, Vector256.Create(0.11281877f));
        near = Vector256.FusedMultiplyAdd(near, s, Vector256.Create(-0.376125008f));
        near = Vector256.FusedMultiplyAdd(near, s, Vector256.Create(0.128379151f));
        near = Vector256.FusedMultiplyAdd(near, x, x);

        // 1 - e^-G(a) above, where G is -log(1 - erf); within 2^-29. From 3.92 on the result rounds to 1.
        Vector256<float> far = Vector256.FusedMultiplyAdd(Vector256.Create(-0.000195938264f), a, Vector256.Create(0.0030432127f));
        far = Vector256.FusedMultiplyAdd(far, a, Vector256.Create(-0.0222268682f));
        far = Vector256.FusedMultiplyAdd(far, a, Vector256.Create(0.103931457f));
        far = Vector256.FusedMultiplyAdd(far, a, Vector256.Create(0.637182415f));
        far = Vector256.FusedMultiplyAdd(far, a, Vector256.Create(1.12767553f));
        far = Vector256.FusedMultiplyAdd(far, a, Vector256.Create(0.000195695102f));
        Vector256<float> k = Reduce(-far, out Vector256<float> r);
        far = Vector256<float>.One - ExpPolynomial(r) * PowerOfTwo(k);
        far |= x & Vector256.Create(-0f);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(a, Vector256.Create(0.92f)), far, near);
    }
}
