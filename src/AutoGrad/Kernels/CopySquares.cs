using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>Norms of the gradients of a stack, whose layers' copies of one parameter follow each other in memory.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CopySquares
{
    /// <summary>For each copy the sum of x^2 over its elements, in double: <c>destination[i] = sum x[i, ...]^2</c>.</summary>
    /// <param name="source">The first element of the first copy.</param>
    /// <param name="length">How many elements a copy has.</param>
    /// <param name="destination">As many sums as there are copies.</param>
    public static void Sum(ref readonly float source, nint length, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = SumOfSquares.InDouble(MemoryMarshal.CreateReadOnlySpan(in Indexing.Row(in source, i, length), checked((int)length)));
    }
}
