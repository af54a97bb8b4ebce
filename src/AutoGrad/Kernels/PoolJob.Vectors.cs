using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

internal unsafe partial struct PoolJob<T>
{
    /// <summary>
    /// The largest elements of the windows from <paramref name="j"/> to <paramref name="end"/>, eight at a time, for strides of 1 and 2; gives
    /// the first place that is left to do. A window lies within the image from left to right, and from row top to row bottom.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly nint MaxVectors(float* from, nint top, nint bottom, nint j, nint end, float* to, int* places)
    {
        if (across > 2 || !Avx2.IsSupported)
            return j;
        for (; j < end; j += Vector256<float>.Count)
        {
            int count = (int)nint.Min(Vector256<float>.Count, end - j);
            nint at = top * width + j * across - before;
            Vector256<int> first = Vector256.Create((int)at) + Vector256<int>.Indices * (int)across, place = first;
            Vector256<float> largest = Load(from + at, count);
            for (nint k = 0; k < bottom - top; k++)
                for (nint l = 0; l < windowWidth; l++)
                {
                    Vector256<float> element = Load(from + at + k * width + l, count);
                    Vector256<float> isLarger = Vector256.GreaterThan(element, largest) | Vector256.AndNot(~Vector256.Equals(element, element), ~Vector256.Equals(largest, largest));
                    largest = Vector256.ConditionalSelect(isLarger, element, largest);
                    place = Vector256.ConditionalSelect(isLarger.AsInt32(), first + Vector256.Create((int)(k * width + l)), place);
                }
            Lanes.Store256(largest, ref to[j], 0, count);
            if (places != null)
                Lanes.Store256(place, ref places[j], 0, count);
        }
        return end;
    }

    // The elements at so many neighbouring places; nothing else is read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector256<float> Load(float* from, int count)
    {
        if (across == 1)
            return Lanes.Load256(in *from, 0, count);
        int lanes = Vector256<float>.Count, elements = 2 * count - 1;
        Vector256<float> low = Lanes.Load256(in *from, 0, elements);
        Vector256<float> high = elements > lanes ? Lanes.Load256(in from[lanes], 0, elements - lanes) : default;
        return Avx2.Permute4x64(Avx.Shuffle(low, high, 0b10_00_10_00).AsDouble(), 0b11_01_10_00).AsSingle();
    }
}
