namespace AutoGrad.Kernels;

public static unsafe partial class Layout
{
    /// <summary>Copies a strided source to a dense destination of <paramref name="lengths"/>; a source stride of 0 repeats.</summary>
    public static void Broadcast<T>(ref readonly T source, ReadOnlySpan<nint> sourceStrides, ref T destination, ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        // Neighbouring axes that one stride describes become one axis; axes of length 1 vanish.
        Span<nint> mergedLengths = stackalloc nint[lengths.Length + 1], mergedStrides = stackalloc nint[lengths.Length + 1];
        int rank = 0;
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            if (lengths[axis] == 0)
                return;
            if (lengths[axis] == 1)
                continue;
            if (rank > 0 && mergedStrides[rank - 1] == lengths[axis] * sourceStrides[axis])
            {
                mergedLengths[rank - 1] *= lengths[axis];
                mergedStrides[rank - 1] = sourceStrides[axis];
                continue;
            }
            mergedLengths[rank] = lengths[axis];
            mergedStrides[rank++] = sourceStrides[axis];
        }
        fixed (T* from = &source, to = &destination)
            Gather(from, mergedStrides[..rank], to, mergedLengths[..rank]);
    }

    /// <summary>Writes a dense destination in order and returns its end.</summary>
    private static T* Gather<T>(T* source, ReadOnlySpan<nint> strides, T* destination, ReadOnlySpan<nint> lengths)
        where T : unmanaged
    {
        if (lengths.IsEmpty)
        {
            *destination = *source;
            return destination + 1;
        }
        nint length = lengths[0], stride = strides[0];
        if (lengths.Length == 1)
        {
            if (stride == 1)
                Copy(in *source, length, ref *destination, length, 1, length);
            else if (stride == 0)
                Fill(ref *destination, length, *source);
            else
                for (nint i = 0; i < length; i++)
                    destination[i] = source[i * stride];
            return destination + length;
        }
        if (lengths.Length == 2 && stride == 1)
        {
            // What is contiguous in the source is the destination's other axis.
            TransposeMatrix(source, strides[1], destination, length, lengths[1]);
            return destination + length * lengths[1];
        }
        T* end = Gather(source, strides[1..], destination, lengths[1..]);
        nint size = (nint)(end - destination);
        for (nint i = 1; i < length; i++)
        {
            T* next = destination + i * size;
            if (stride == 0)
                Copy(in *destination, size, ref *next, size, 1, size);
            else
                Gather(source + i * stride, strides[1..], next, lengths[1..]);
        }
        return destination + length * size;
    }
}
