using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>
/// Arrays whose used part starts on a cache line: pinned, so that the start found once stays right. They are managed, so a
/// reference into one keeps it alive.
/// </summary>
internal static class AlignedArray
{
    private const int Alignment = 64;

    /// <summary>An array with room for <paramref name="length"/> elements from <paramref name="start"/> on.</summary>
    internal static unsafe T[] Allocate<T>(int length, bool clear, out int start)
        where T : unmanaged
    {
        int padding = Alignment / sizeof(T);
        T[] array = clear
            ? GC.AllocateArray<T>(checked(length + padding), pinned: true)
            : GC.AllocateUninitializedArray<T>(checked(length + padding), pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        start = (int)(-address & (Alignment - 1)) / sizeof(T);
        return array;
    }
}
