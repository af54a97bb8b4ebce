using System.Runtime.CompilerServices;

namespace AutoGrad;

/// <summary>
/// What the iterations of a loop keep for its backward pass grows with their number, which is data: what does not fit is refused with its size
/// before it is allocated, rather than by a process that swaps and dies.
/// </summary>
internal static class LoopMemory
{
    /// <summary>Bytes that tests make do with, instead of those of the machine.</summary>
    [ThreadStatic]
    internal static long? s_available;

    /// <summary>The smallest array for which the machine is asked what it has.</summary>
    private const long Noticeable = 1 << 24;

    /// <summary>Throws where an array of so many elements cannot be had.</summary>
    /// <exception cref="InsufficientMemoryException">It is larger than an array or the available memory can be.</exception>
    internal static void Require<T>(long elements, long iterations, string method)
        where T : unmanaged
    {
        long size = Unsafe.SizeOf<T>(), available = s_available ?? (elements > Noticeable / size ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : 0);
        bool isTooLong = elements > Array.MaxLength - 64;
        if (!isTooLong && (available == 0 || elements <= available / size))
            return;
        string limit = FormattableString.Invariant($"{available} bytes are available{(isTooLong ? FormattableString.Invariant($", and one array holds at most {Array.MaxLength} elements") : "")}");
        throw new InsufficientMemoryException(FormattableString.Invariant(
            $"The gradient of '{method}' keeps what each of {iterations} iterations of a loop computed until it runs backwards: {(double)elements * size:0} bytes, where {limit}. Run fewer iterations in one call."));
    }
}
