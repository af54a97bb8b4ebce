using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

/// <summary>z = x + y, and the sum of z.</summary>
internal ref struct AddKernel(ref float x, ref float y, ref float z, nint stride) : IFusedKernel<float>
{
    private readonly ref float x = ref x;
    private readonly ref float y = ref y;
    private readonly ref float z = ref z;
    private readonly nint stride = stride;
    private Vector512<float> sum512;
    private Vector256<float> sum256;

    public static int Sums => 1;

    public static bool SumsRows => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke512(nint row, nint column, int count)
    {
        nint at = row * stride + column;
        Vector512<float> sum = Lanes.Load512(in x, at, count) + Lanes.Load512(in y, at, count);
        Lanes.Store512(sum, ref z, at, count);
        sum512 += Lanes.Keep(sum, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Invoke256(nint row, nint column, int count)
    {
        nint at = row * stride + column;
        Vector256<float> sum = Lanes.Load256(in x, at, count) + Lanes.Load256(in y, at, count);
        Lanes.Store256(sum, ref z, at, count);
        sum256 += Lanes.Keep(sum, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndRow(nint row)
    {
    }

    public void Flush(scoped Span<double> sums)
    {
        sums[0] += Vector512.Sum(sum512) + Vector256.Sum(sum256);
        sum512 = default;
        sum256 = default;
    }
}
