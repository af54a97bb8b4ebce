using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>z = x + y, and the sum of z.</summary>
internal ref struct AddKernel(ref float x, ref float y, ref float z, nint stride) : IFusedKernel<AddKernel, float>
{
    private readonly ref float x = ref x;
    private readonly ref float y = ref y;
    private readonly ref float z = ref z;
    private readonly nint stride = stride;
    private Accumulator<float> sum;

    public static int Sums => 1;

    public static bool SumsRows => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke<TVector>(nint row, nint column, int count)
        where TVector : struct, ISimd<TVector, float>
    {
        nint at = row * stride + column;
        TVector added = TVector.Load(in x, at, count) + TVector.Load(in y, at, count);
        TVector.Store(added, ref z, at, count);
        sum.Add(added, count);
    }

    public static void Flush(ref AddKernel kernel, scoped Span<double> sums) => sums[0] += kernel.sum.Take();
}
