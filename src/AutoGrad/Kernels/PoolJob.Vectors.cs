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
            // What vectors read beyond their elements is still within the channel, but for the last rows.
            bool isInside = at + (bottom - top - 1) * width + windowWidth - 1 + lanes * across <= height * width;
            if (across == 1)
                Window<N1>(from, at, bottom - top, count, isInside, to + j, places == null ? null : places + j);
            else
                Window<N2>(from, at, bottom - top, count, isInside, to + j, places == null ? null : places + j);
        }
        return end;
    }

    private readonly void Window<TAcross>(float* from, nint at, nint windowRows, int count, bool isInside, float* to, int* places)
        where TAcross : struct, INumber
    {
        // With a stride of 2 the elements of two vectors are taken apart within their halves, and put in order at the end.
        Vector256<int> order = TAcross.Value == 1 ? Vector256<int>.Indices : Vector256.Create(0, 2, 8, 10, 4, 6, 12, 14);
        Vector256<int> first = Vector256.Create((int)at) + order, place = first;
        Vector256<float> largest = Vector256.Create(float.NegativeInfinity);
        nint columnsOfWindow = windowWidth, pitch = width;
        float* row = from + at;
        for (nint k = 0; k < windowRows; k++, row += pitch)
            for (nint l = 0; l < columnsOfWindow; l += TAcross.Value)
            {
                int elements = TAcross.Value == 1 ? count : 2 * count - (l + 1 < columnsOfWindow ? 0 : 1);
                Vector256<float> low = isInside ? Vector256.Load(row + l) : Lanes.LoadMasked(row + l, Lanes.Mask256<float>(elements));
                Vector256<int> here = first + Vector256.Create((int)(k * pitch + l));
                if (TAcross.Value == 1)
                {
                    Take(low, here, ref largest, ref place);
                    continue;
                }

                Vector256<float> high = isInside ? Vector256.Load(row + l + 8) : Lanes.LoadMasked(row + l + 8, Lanes.Mask256<float>(elements - 8));
                Take(Avx.Shuffle(low, high, 0b10_00_10_00), here, ref largest, ref place);
                if (l + 1 < columnsOfWindow)
                    Take(Avx.Shuffle(low, high, 0b11_01_11_01), here + Vector256<int>.One, ref largest, ref place);
            }

        if (TAcross.Value == 2)
        {
            largest = Avx2.Permute4x64(largest.AsDouble(), 0b11_01_10_00).AsSingle();
            place = Avx2.Permute4x64(place.AsInt64(), 0b11_01_10_00).AsInt32();
        }
        Lanes.Store256(largest, ref *to, 0, count);
        if (places != null)
            Lanes.Store256(place, ref *places, 0, count);
    }

    // Where an element is larger, or not a number where the largest is one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(Vector256<float> element, Vector256<int> here, ref Vector256<float> largest, ref Vector256<int> place)
    {
        Vector256<float> isLarger = Avx.CompareNotLessThanOrEqual(element, largest) & Vector256.Equals(largest, largest);
        largest = Vector256.ConditionalSelect(isLarger, element, largest);
        place = Vector256.ConditionalSelect(isLarger.AsInt32(), here, place);
    }
}
