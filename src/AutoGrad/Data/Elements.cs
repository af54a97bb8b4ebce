using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>A tensor's elements in row-major order.</summary>
internal static class Elements
{
    /// <summary>The tensor's own memory if it is dense, else a copy.</summary>
    internal static ReadOnlySpan<T> Of<T>(in ReadOnlyTensorSpan<T> x)
    {
        int length = checked((int)x.FlattenedLength);
        if (length == 0)
            return [];
        if (x.IsDense)
            return MemoryMarshal.CreateReadOnlySpan(in TensorMarshal.GetReference(in x), length);
        var copy = new T[length];
        x.FlattenTo(copy);
        return copy;
    }
}
