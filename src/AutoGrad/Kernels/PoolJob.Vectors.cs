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
    private readonly nint MaxVectors(float* from, nint top, nint bottom, nint j, nint end, float* to, int* places)
    {
        if (across > 2 || !Avx2.IsSupported)
            return j;
        int lanes = Vector256<float>.Count;
        nint start = j;
        for (; j < end; j += lanes)
        {
            // The last vector overlaps the one before it, where there is one.
            if (j > end - lanes && j > start)
                j = end - lanes;
            int count = (int)nint.Min(lanes, end - j);
            nint at = top * width + j * across - before;
            // What a vector reads beyond its elements is still within the channel, but for the last rows.
            bool isInside = at + (bottom - top - 1) * width + windowWidth - 1 + lanes * across <= height * width;
            (Vector256<float> largest, Vector256<int> place) = isInside ? LargestOf<N0>(from, at, bottom - top, count) : LargestOf<N1>(from, at, bottom - top, count);
            Lanes.Store256(largest, ref to[j], 0, count);
            if (places != null)
                Lanes.Store256(place, ref places[j], 0, count);
        }
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly (Vector256<float> Largest, Vector256<int> Place) LargestOf<TMasked>(float* from, nint at, nint rowsOfWindow, int count)
        where TMasked : struct, INumber
    {
        Vector256<int> first = Vector256.Create((int)at) + Vector256<int>.Indices * (int)across, place = first;
        Vector256<float> largest = Load<TMasked>(from + at, count);
        for (nint k = 0; k < rowsOfWindow; k++)
            for (nint l = 0; l < windowWidth; l++)
            {
                Vector256<float> element = Load<TMasked>(from + at + k * width + l, count);
                Vector256<float> isLarger = Vector256.GreaterThan(element, largest) | Vector256.AndNot(Vector256.Equals(largest, largest), Vector256.Equals(element, element));
                largest = Vector256.ConditionalSelect(isLarger, element, largest);
                place = Vector256.ConditionalSelect(isLarger.AsInt32(), first + Vector256.Create((int)(k * width + l)), place);
            }
        return (largest, place);
    }

    // The elements at so many neighbouring places; where it is masked, nothing else is read.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly Vector256<float> Load<TMasked>(float* from, int count)
        where TMasked : struct, INumber
    {
        int lanes = Vector256<float>.Count, elements = (int)across * (count - 1) + 1;
        Vector256<float> low = TMasked.Value == 0 ? Vector256.Load(from) : Lanes.LoadMasked(from, Lanes.Mask256<float>(elements));
        if (across == 1)
            return low;
        Vector256<float> high = TMasked.Value == 0 ? Vector256.Load(from + lanes) : Lanes.LoadMasked(from + lanes, Lanes.Mask256<float>(elements - lanes));
        return Avx2.Permute4x64(Avx.Shuffle(low, high, 0b10_00_10_00).AsDouble(), 0b11_01_10_00).AsSingle();
    }
}
