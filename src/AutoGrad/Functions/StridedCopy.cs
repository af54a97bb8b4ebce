namespace AutoGrad;

/// <summary>The one copy behind transposition and broadcasting.</summary>
internal static class StridedCopy
{
    /// <summary>
    /// destination[i0, i1, ...] = source[start + i0 * strides[0] + i1 * strides[1] + ...], the destination dense with the given
    /// lengths. A stride of 0 repeats.
    /// </summary>
    public static void Gather<T>(
        ReadOnlySpan<T> source, nint start, ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides, Span<T> destination)
    {
        if (destination.IsEmpty)
            return;

        if (lengths.Length == 1)
        {
            GatherRow(source, (int)start, (int)strides[0], destination);
            return;
        }

        int block = destination.Length / (int)lengths[0];
        for (int i = 0; i < (int)lengths[0]; i++)
            Gather(source, start + i * strides[0], lengths[1..], strides[1..], destination.Slice(i * block, block));
    }

    private static void GatherRow<T>(ReadOnlySpan<T> source, int start, int stride, Span<T> destination)
    {
        if (stride == 1)
        {
            source.Slice(start, destination.Length).CopyTo(destination);
        }
        else if (stride == 0)
        {
            destination.Fill(source[start]);
        }
        else
        {
            for (int i = 0; i < destination.Length; i++)
                destination[i] = source[start + i * stride];
        }
    }
}
